//! What a test that cannot go on is told: what was looked for, what comes nearest, and the page with the lines that made it.

use hyperdiv_core::Role;

use crate::harness::Harness;
use crate::page::{Found, Target};

/// Names that have less than this in common with another one are not what was meant.
const ALIKE: f64 = 0.5;

impl Harness {
    /// There is no such element. What was meant may be of another role, or named a little differently.
    #[track_caller]
    pub(crate) fn fail_missing(&self, role: Role, name: &str) -> ! {
        let name = name.trim();
        let elements = self.page.elements();
        let nearest = elements.iter().find(|found| found.name == name).or_else(|| {
            let alike = |found: &&Found| strsim::normalized_damerau_levenshtein(&found.name, name);
            let named = elements.iter().filter(|found| found.role == role && !found.name.is_empty());
            let nearest = named.max_by(|a, b| alike(a).total_cmp(&alike(b)));
            nearest.filter(|found| alike(found) >= ALIKE)
        });
        let hint = nearest.map(|found| format!("; did you mean {} {:?}?", found.role, found.name));
        self.fail(&format!("there is no {role} {name:?}{}", hint.unwrap_or_default()));
    }

    /// There are several of one role and name.
    #[track_caller]
    pub(crate) fn fail_ambiguous(&self, found: &[Found]) -> ! {
        let Some(first) = found.first() else { self.fail("nothing was found") };
        let made: Vec<String> = found.iter().filter_map(|found| self.made_at(&found.target)).collect();
        let made = if made.is_empty() { String::new() } else { format!(", made at {}", made.join(" and ")) };
        self.fail(&format!("there are {} of {} {:?}{made}", found.len(), first.role, first.name));
    }

    /// The element takes no input.
    #[track_caller]
    pub(crate) fn fail_disabled(&self, found: &Found) -> ! {
        let made = self.made_at(&found.target).map(|site| format!(", made at {site},"));
        self.fail(&format!("{} {:?}{} is disabled", found.role, found.name, made.unwrap_or_default()));
    }

    /// Ends the test, with the page as it is and the line that made each element.
    #[track_caller]
    pub(crate) fn fail(&self, what: &str) -> ! {
        let note = |id| self.site_of(id).map(|site| format!("    ({site})")).unwrap_or_default();
        let tree = self.page.tree(&note);
        let page = if tree.is_empty() { "the page is empty" } else { "the page is:" };
        panic!("{what}\n{page}\n{tree}");
    }

    fn made_at(&self, target: &Target) -> Option<String> {
        match target {
            Target::Node(id)
            | Target::Dismiss(id)
            | Target::Close(id)
            | Target::Part(id, _)
            | Target::Followed(id, _)
            | Target::Copy(id, _)
            | Target::Inside(id) => self.site_of(*id),
            Target::Action(_) | Target::Notice => None,
        }
    }

    fn site_of(&self, id: u32) -> Option<String> {
        let backend = self.backend.as_ref()?;
        backend.runtime().call_site(self.window, id).map(ToString::to_string)
    }
}
