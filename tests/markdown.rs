//! Documents in Markdown and pieces of code, found as a person names what is in them.

use hyperdiv::core::Role;
use hyperdiv::elements::languages;
use hyperdiv::prelude::*;
use hyperdiv::testing::Harness;
use serde_json::json;

const BREAD: &str = "
    # Bread

    Mix *all* of it, see <https://example.org/flour> and [the list](/shopping?of=bread#top).

    ## What is needed

    - [x] flour
    - [ ] salt
      1. sea salt

    | Thing | Grams |
    |-------|------:|
    | flour | ~~450~~ 500 |

    ```rust
    let dough = mix(flour);
    ```

    ---

    ![The crumb](data:image/gif;base64,R0lGODlhAQABAAAAACw=) and `cargo run`[^1].

    [^1]: Twice.
";

fn of(text: &'static str) -> Harness {
    Harness::new(move |ui| {
        ui.markdown(text);
        Ok(())
    })
}

#[test]
fn what_is_in_a_document_is_found_by_role_and_name() {
    let app = of(BREAD);
    assert_eq!(app.names(Role::Heading), ["Bread", "What is needed"]);
    assert_eq!(app.names(Role::Link), ["https://example.org/flour", "the list", "1", "Back to reference 1"]);
    assert_eq!(app.names(Role::Listitem)[..3], ["flour", "salt", "sea salt"]);
    assert_eq!(app.names(Role::Columnheader), ["Thing", "Grams"]);
    assert_eq!(app.names(Role::Cell), ["flour", "450 500"]);
    assert_eq!(app.names(Role::Code), ["let dough = mix(flour);", "cargo run"]);
    assert_eq!(app.names(Role::Img), ["The crumb"]);
    assert_eq!((app.count(Role::Table), app.count(Role::Separator)), (1, 1));
    assert!(app.has(Role::Text, "The crumb and cargo run1."), "\n{:?}", app.names(Role::Text));
    assert_eq!(app.warnings(), Vec::<String>::new());
}

#[test]
fn a_task_is_a_box_that_nobody_can_tick() {
    let app = of(BREAD);
    assert_eq!(app.names(Role::Checkbox), ["flour", "salt"]);
    assert_eq!(app.value(Role::Checkbox, "flour"), "true");
    assert_eq!(app.value(Role::Checkbox, "salt"), "false");
    assert!(app.get(Role::Checkbox, "salt").disabled);
}

#[test]
fn a_link_of_a_document_leads_through_the_app() {
    let mut app = of(BREAD);
    app.click(Role::Link, "the list");
    assert_eq!(app.location(), "/shopping?of=bread#top");
    app.go_back();
    assert_eq!(app.location(), "/");
    // To another program, and not by the app's router.
    app.click(Role::Link, "https://example.org/flour");
    assert_eq!(app.location(), "/");
    for _ in 0..2 {
        app.press("Tab");
    }
    app.press("Enter");
    assert_eq!(app.location(), "/shopping?of=bread#top", "by keyboard");
}

#[test]
fn an_address_leads_to_a_heading_and_to_a_footnote() {
    let mut app = Harness::new(|ui| {
        ui.link("#what-is-needed", "Needed");
        ui.link("#nowhere", "Nowhere");
        ui.markdown(BREAD);
        Ok(())
    });
    app.click(Role::Link, "Needed");
    app.click(Role::Link, "1");
    app.click(Role::Link, "Back to reference 1");
    app.click(Role::Link, "Nowhere");
    let inside: Vec<_> = app.effects().iter().map(|effect| effect.split_once("arrive").unwrap().1).collect();
    assert_eq!(
        inside,
        [r#" 1 inside "what-is-needed""#, r#" 2 inside "fn-1""#, r#" 3 inside "fnref-1""#, r#" 4 stay """#]
    );
}

#[test]
fn an_element_of_that_anchor_comes_before_a_heading_of_that_name() {
    let mut app = Harness::new(|ui| {
        ui.markdown("# Bread\n\n[there](#bread)");
        ui.text("Here").anchor("bread");
        Ok(())
    });
    app.click(Role::Link, "there");
    assert_eq!(app.effects(), [r#"arrive 1 anchor "bread""#]);
}

#[test]
fn nothing_in_a_document_runs_loads_or_looks_like_the_app() {
    let app = of(
        "
        <script>alert(1)</script><b onclick=\"alert(1)\" id=\"app\" class=\"hd-link\">Bold</b>

        [a](javascript:alert(1)) [b](data:text/html,x) [c](file:///etc/passwd) ![d](https://example.org/d.png)

        <form action=\"https://example.org\"><input type=\"password\" autofocus><button>Sign in</button></form>",
    );
    assert_eq!(app.count(Role::Link), 0);
    assert_eq!(app.count(Role::Button), 0);
    assert_eq!(app.count(Role::Textbox), 0);
    assert_eq!(app.count(Role::Img), 0);
    assert!(app.has(Role::Text, "a b c d"), "{:?}", app.names(Role::Text));
    for gone in ["script", "alert(1)\\\"", "onclick", "id=", "class=", "javascript", "input", "https:"] {
        assert!(!app.tree().contains(gone), "{gone}\n{}", app.tree());
    }
    assert!(app.tree().contains("<b>Bold</b>"), "\n{}", app.tree());
}

#[test]
fn a_document_that_changes_is_sent_again_and_one_that_does_not_is_not() {
    let mut app = Harness::new(|ui| {
        let notes = ui.textarea("Notes").value();
        ui.markdown(&notes);
        ui.markdown(BREAD);
        Ok(())
    });
    app.set("Notes", "# One");
    assert!(app.has(Role::Heading, "One"), "\n{}", app.tree());
    assert!(app.last_patch_bytes() < 200, "{}", app.last_patch_bytes());
    app.set("Notes", "# Two");
    assert!(!app.has(Role::Heading, "One") && app.has(Role::Heading, "Two"), "\n{}", app.tree());
}

#[test]
fn a_document_in_a_memo_stays_as_it_is_while_other_text_grows() {
    let mut app = Harness::new(|ui| {
        let name = ui.text_input("Name").value();
        ui.text(&name);
        ui.memo((), || {
            ui.markdown("# Kept\n\n[there](/there)");
        });
        Ok(())
    });
    app.set("Name", "a longer text than before");
    app.set("Name", "and a longer one still, to move what lies behind it");
    assert!(app.has(Role::Heading, "Kept"), "\n{}", app.tree());
    app.click(Role::Link, "there");
    assert_eq!(app.location(), "/there");
}

#[test]
fn code_is_found_by_its_text_and_copied() {
    let mut app = Harness::new(|ui| {
        ui.code("fn main() {}", "rust");
        Ok(())
    });
    assert_eq!(app.names(Role::Code), ["fn main() {}"]);
    assert!(app.tree().contains("code \"fn main() {}\" language=\"rust\""), "\n{}", app.tree());
    app.press("Tab");
    app.press("Enter");
    assert_eq!(app.clipboard(), "fn main() {}");
    assert_eq!(app.warnings(), Vec::<String>::new());
}

#[test]
fn code_in_a_document_is_copied_as_well() {
    let mut app = of(BREAD);
    app.click(Role::Button, "Copy");
    assert_eq!(app.clipboard().trim(), "let dough = mix(flour);");
}

#[test]
fn a_language_that_nobody_knows_is_plain_and_the_developer_is_told() {
    let app = Harness::new(|ui| {
        ui.code("qapla'", "klingon");
        ui.code("a", "\"><img src=x onerror=alert(1)>");
        Ok(())
    });
    assert!(app.has(Role::Code, "qapla'"));
    assert!(!app.tree().contains("language"), "\n{}", app.tree());
    assert_eq!(app.warnings().len(), 2, "{:?}", app.warnings());
    assert!(app.warnings()[0].contains("\"klingon\" is none of"), "{:?}", app.warnings());
    assert!(languages().iter().any(|(name, others)| *name == "rust" && others.contains(&"rs")));
}

#[test]
fn a_page_may_follow_no_link_that_the_document_does_not_have() {
    let mut app = of("[there](/there)");
    let document = app.wire_id(Role::Link, "there");
    for (node, to, why) in [
        (document, "/elsewhere", "no such link"),
        (document, "", "no such link"),
        (document, "/there\n", "no such link"),
        (document + 7, "/there", "no such element"),
        (1, "/there", "no such element"),
    ] {
        app.receive_events(&json!([[node, "followed", to]])).unwrap();
        let refused = app.warnings().pop().unwrap_or_default();
        assert!(refused.contains(why), "{to}: {refused}");
    }
    assert_eq!(app.location(), "/");
    app.receive_events(&json!([[document, "followed", "/there"]])).unwrap();
    assert_eq!(app.location(), "/there");
}
