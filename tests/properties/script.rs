//! Random edits of a random tree, and a person who uses it meanwhile: the patched page equals one that is built anew, and what the
//! person did stays with the row that it was done to.

use std::collections::HashMap;

use hyperdiv::testing::{Found, Role};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use super::page::Driver;
use super::rows::{Done, Item, Part, expected, item, part};
use super::runner;

/// One turn of the app. Positions count round the list that they are meant for.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// The app shows something else.
    Edit(Vec<Edit>),
    /// The person presses a button.
    Press(u8),
    /// The person types a character into a field.
    Type(u8, char),
    /// The person ticks or unticks a box.
    Tick(u8),
}

/// A change of what the app shows.
#[derive(Clone, Debug)]
pub(crate) enum Edit {
    Insert(u8, Item),
    Remove(u8),
    /// The item that was removed last comes back, somewhere.
    Restore(u8),
    Move(u8, u8),
    Swap(u8, u8),
    Reverse,
    Sort,
    Relabel(u8, u8),
    Restyle(u8, u8),
    Become(u8, Part),
    /// It is described no more, or again.
    Away(u8),
    Inside(u8, Box<Edit>),
}

fn edit() -> impl Strategy<Value = Edit> {
    let at = any::<u8>;
    let plain = prop_oneof![
        4 => (at(), item()).prop_map(|(at, item)| Edit::Insert(at, item)),
        2 => at().prop_map(Edit::Remove),
        1 => at().prop_map(Edit::Restore),
        4 => (at(), at()).prop_map(|(from, to)| Edit::Move(from, to)),
        2 => (at(), at()).prop_map(|(from, to)| Edit::Swap(from, to)),
        1 => Just(Edit::Reverse),
        1 => Just(Edit::Sort),
        2 => (at(), 0..4_u8).prop_map(|(at, label)| Edit::Relabel(at, label)),
        2 => (at(), 0..4_u8).prop_map(|(at, style)| Edit::Restyle(at, style)),
        1 => (at(), part()).prop_map(|(at, part)| Edit::Become(at, part)),
        2 => at().prop_map(Edit::Away),
    ];
    let depth = prop_oneof![4 => Just(0), 2 => Just(1), 1 => Just(2)];
    (plain, prop::collection::vec(any::<u8>(), 2), depth).prop_map(|(edit, path, depth)| {
        path.into_iter().take(depth).fold(edit, |edit, at| Edit::Inside(at, Box::new(edit)))
    })
}

/// A step that is an edit so many times more often than each of the others.
pub(crate) fn step(edits: u32) -> impl Strategy<Value = Step> {
    prop_oneof![
        edits => prop::collection::vec(edit(), 1..4).prop_map(Step::Edit),
        1 => any::<u8>().prop_map(Step::Press),
        1 => (any::<u8>(), prop_oneof![Just('a'), Just('\u{e9}'), Just('<')]).prop_map(|(at, c)| Step::Type(at, c)),
        1 => any::<u8>().prop_map(Step::Tick),
    ]
}

/// What the app shows and what the person did, beside the app.
#[derive(Default)]
pub(crate) struct Model {
    pub(crate) items: Vec<Item>,
    pub(crate) done: HashMap<u32, Done>,
    removed: Vec<Item>,
    last_id: u32,
}

impl Model {
    pub(crate) fn new(items: Vec<Item>) -> Self {
        let mut model = Model::default();
        model.items = items.into_iter().map(|item| model.named(item)).collect();
        model
    }

    fn named(&mut self, mut item: Item) -> Item {
        self.last_id += 1;
        item.id = self.last_id;
        item.children = item.children.into_iter().map(|child| self.named(child)).collect();
        item
    }

    pub(crate) fn edit(&mut self, edit: &Edit) {
        let mut items = std::mem::take(&mut self.items);
        self.edit_list(&mut items, edit, true);
        self.items = items;
    }

    fn edit_list(&mut self, items: &mut Vec<Item>, edit: &Edit, top: bool) {
        let len = items.len();
        let place = |at: u8| usize::from(at) % (len + 1);
        if let Edit::Insert(at, item) = edit {
            let item = self.named(item.clone());
            return items.insert(place(*at), item);
        }
        if let Edit::Restore(at) = edit {
            // Elsewhere than in the list that it was in, its state would be another one.
            let back = if top { self.removed.pop() } else { None };
            return items.splice(place(*at)..place(*at), back).for_each(drop);
        }
        if len == 0 {
            return;
        }
        let index = |at: u8| usize::from(at) % len;
        match edit {
            Edit::Insert(..) | Edit::Restore(_) => {}
            Edit::Remove(at) => {
                let removed = items.remove(index(*at));
                if top {
                    self.removed.push(removed);
                }
            }
            Edit::Move(from, to) => {
                let (from, to) = (index(*from), index(*to));
                let moved = items.remove(from);
                items.insert(to, moved);
            }
            Edit::Swap(a, b) => items.swap(index(*a), index(*b)),
            Edit::Reverse => items.reverse(),
            Edit::Sort => items.sort_by_key(|item| item.id),
            Edit::Relabel(at, label) => items[index(*at)].label = *label,
            Edit::Restyle(at, style) => items[index(*at)].style = *style,
            Edit::Become(at, part) => {
                let at = index(*at);
                // What is inside another container is something else.
                if !part.has_children() || items[at].children.is_empty() {
                    items[at].part = *part;
                    items[at].children.clear();
                }
            }
            Edit::Away(at) => {
                let at = index(*at);
                items[at].away = !items[at].away;
            }
            Edit::Inside(at, edit) => {
                let containers: Vec<usize> = (0..len).filter(|at| items[*at].part.has_children()).collect();
                if containers.is_empty() {
                    return self.edit_list(items, edit, top);
                }
                let at = containers[usize::from(*at) % containers.len()];
                let mut children = std::mem::take(&mut items[at].children);
                self.edit_list(&mut children, edit, false);
                items[at].children = children;
            }
        }
    }

    /// What was done to the row of this element, by the number that its name begins with.
    fn done_to(&mut self, element: &Found) -> &mut Done {
        let id = element.name.split(' ').next().unwrap().parse().unwrap();
        self.done.entry(id).or_default()
    }
}

fn nth(driver: &Driver, role: Role, at: u8) -> Option<Found> {
    let mut usable = driver.page.elements();
    usable.retain(|found| found.role == role && !found.disabled);
    (!usable.is_empty()).then(|| usable.swap_remove(usize::from(at) % usable.len()))
}

/// Takes a step with the app and with the model. Answers the event that the person caused.
pub(crate) fn take(step: &Step, driver: &mut Driver, model: &mut Model) -> Option<serde_json::Value> {
    match step {
        Step::Edit(edits) => {
            edits.iter().for_each(|edit| model.edit(edit));
            driver.show(model.items.clone());
            None
        }
        Step::Press(at) => {
            let button = nth(driver, Role::Button, *at)?;
            model.done_to(&button).pressed += 1;
            let event = driver.page.press(&button)?;
            driver.send(&event);
            Some(event)
        }
        Step::Type(at, character) => {
            let field = nth(driver, Role::Textbox, *at)?;
            let text = format!("{}{character}", field.value);
            model.done_to(&field).typed = Some(text.clone());
            let event = driver.page.edit(&field, text)?;
            driver.send(&event);
            Some(event)
        }
        Step::Tick(at) => {
            let ticked = nth(driver, Role::Checkbox, *at)?;
            let on = ticked.value != "true";
            model.done_to(&ticked).ticked = Some(on);
            let event = driver.page.edit(&ticked, on)?;
            driver.send(&event);
            Some(event)
        }
    }
}

/// The page shows what the model says, each row with what is its own.
fn agrees(driver: &Driver, model: &Model, when: &str) -> Result<(), TestCaseError> {
    let mut wanted = Vec::new();
    expected(&model.items, &model.done, &mut wanted);
    let seen: Vec<_> =
        driver.page.elements().into_iter().map(|it| (it.role, it.name, it.value, it.disabled)).collect();
    prop_assert_eq!(seen, wanted, "{}", when);
    Ok(())
}

/// After every script, and after each of its steps.
#[test]
fn a_patched_page_equals_one_made_anew_and_state_follows_its_key() {
    let scripts = (prop::collection::vec(item(), 0..6), prop::collection::vec(step(3), 1..16));
    let run = |(items, steps): (Vec<Item>, Vec<Step>)| {
        let (mut model, mut again) = (Model::new(items.clone()), Model::new(items));
        let mut patched = Driver::start(model.items.clone());
        let mut anew = Driver::start(again.items.clone());
        for (number, step) in steps.iter().enumerate() {
            let when = format!("step {number}, {step:?}");
            take(step, &mut patched, &mut model);
            take(step, &mut anew, &mut again);
            anew.connect();
            prop_assert_eq!(patched.page.to_string(), anew.page.to_string(), "{}", when);
            agrees(&patched, &model, &when)?;
            agrees(&anew, &again, &when)?;
        }
        prop_assert_eq!(patched.told(), Vec::<String>::new());
        Ok(())
    };
    runner(300).run(&scripts, run).unwrap_or_else(|error| panic!("{error}"));
}
