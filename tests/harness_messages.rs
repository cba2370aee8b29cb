//! What a test is told that cannot go on: word for word, with the page and the lines that made it.

#![expect(clippy::expect_used, reason = "a test that cannot go on says why")]

use std::panic::{AssertUnwindSafe, catch_unwind};

use hyperdiv::prelude::*;
use hyperdiv::testing::{Harness, Role};

const FIRST: u32 = line!() + 3;

fn app(ui: &Ui) -> Result {
    ui.vbox().gap(1.0).with(|| {
        ui.button("Save all");
        ui.link("/", "Help");
        ui.each(
            ["bread", "milk"],
            |item| *item,
            |_| {
                ui.button("Remove");
            },
        );
        ui.text_input("Name").disabled(true);
    });
    ui.button("Send").disabled(true);
    Ok(())
}

/// What the harness says when this cannot be done.
fn told(cannot: impl FnOnce(&mut Harness)) -> String {
    let mut harness = Harness::new(app);
    let panicked = catch_unwind(AssertUnwindSafe(|| cannot(&mut harness))).expect_err("it could be done");
    *panicked.downcast::<String>().expect("a panic with a text")
}

#[test]
fn what_can_only_be_read_is_not_typed_into() {
    let mut harness = Harness::new(|ui| {
        ui.text_input("Key").default_value("secret").readonly(true);
        Ok(())
    });
    let typed =
        catch_unwind(AssertUnwindSafe(|| harness.type_into("Key", "x"))).expect_err("it was typed into");
    let told = typed.downcast::<String>().expect("a panic with a text");
    assert!(told.starts_with("it can only be read\n"), "{told}");
}

/// The page, as it follows every message: each element with the line and column that made it.
fn page() -> String {
    let at = |line: u32, column: u32| format!("    ({}:{}:{column})", file!(), FIRST + line);
    [
        format!("vbox :gap=\"1rem\"{}", at(0, 8)),
        format!("  button \"Save all\"{}", at(1, 12)),
        format!("  link \"Help\" href=\"/\"{}", at(2, 12)),
        format!("  button \"Remove\"{}", at(7, 20)),
        format!("  button \"Remove\"{}", at(7, 20)),
        format!("  text_input \"Name\" disabled=true{}", at(10, 12)),
        format!("button \"Send\" disabled=true{}\n", at(12, 8)),
    ]
    .join("\n")
}

#[track_caller]
fn says(message: &str, cannot: impl FnOnce(&mut Harness)) {
    assert_eq!(told(cannot), format!("{message}\nthe page is:\n{}", page()));
}

#[test]
fn a_missing_element_is_told_with_the_nearest_name_and_the_page() {
    says("there is no button \"Save\"; did you mean button \"Save all\"?", |app| {
        app.click(Role::Button, "Save");
    });
    says("there is no button \"sned\"; did you mean button \"Send\"?", |app| {
        _ = app.get(Role::Button, " sned ")
    });
}

#[test]
fn one_of_another_role_is_named_before_one_of_another_name() {
    says("there is no button \"Help\"; did you mean link \"Help\"?", |app| app.click(Role::Button, "Help"));
    says("there is no textbox \"Send\"; did you mean button \"Send\"?", |app| app.type_into("Send", "x"));
}

#[test]
fn where_nothing_comes_near_nothing_is_suggested() {
    says("there is no button \"Publish the newspaper\"", |app| {
        app.click(Role::Button, "Publish the newspaper");
    });
    says("there is no checkbox \"I agree\"", |app| app.set("I agree", true));
}

#[test]
fn several_of_one_name_are_told_with_the_lines_that_made_them() {
    let made = format!("{}:{}:20", file!(), FIRST + 7);
    says(&format!("there are 2 of button \"Remove\", made at {made} and {made}"), |app| {
        app.click(Role::Button, "Remove");
    });
}

#[test]
fn what_is_switched_off_is_told_with_its_line() {
    let made = |line: u32, column: u32| format!("{}:{}:{column}", file!(), FIRST + line);
    says(&format!("button \"Send\", made at {}, is disabled", made(12, 8)), |app| {
        app.click(Role::Button, "Send")
    });
    says(&format!("textbox \"Name\", made at {}, is disabled", made(10, 12)), |app| app.set("Name", "x"));
    says(&format!("textbox \"Name\", made at {}, is disabled", made(10, 12)), |app| {
        app.type_into("Name", "x")
    });
}

#[test]
fn a_key_that_goes_nowhere_is_told() {
    says("Enter was pressed and nothing has the focus", |app| app.press("Enter"));
    says("button \"Save all\" takes no x", |app| {
        app.press("Tab");
        app.press("x");
    });
}

#[test]
fn an_empty_page_is_told() {
    let mut harness = Harness::new(|_| Ok(()));
    let panicked =
        catch_unwind(AssertUnwindSafe(|| harness.click(Role::Button, "Save"))).expect_err("no such button");
    let text = *panicked.downcast::<String>().expect("a panic with a text");
    assert_eq!(text, "there is no button \"Save\"\nthe page is empty\n");
}

#[test]
fn a_notice_of_the_runtime_is_on_the_page_that_is_shown() {
    let mut harness = Harness::new(|_| Err(std::io::Error::other("the disk is on fire"))?);
    let panicked =
        catch_unwind(AssertUnwindSafe(|| harness.click(Role::Button, "Save"))).expect_err("no such button");
    let text = *panicked.downcast::<String>().expect("a panic with a text");
    assert!(text.contains("notice error") && text.contains("The disk is on fire."), "{text}");
}

/// The test's own line, not one of the harness, is where it failed.
#[test]
fn the_failure_is_where_the_test_is() {
    use std::sync::{Arc, Mutex};
    // The runtime has a hook of its own, which is to be there before this one.
    drop(Harness::new(app));
    let place = Arc::new(Mutex::new(None));
    let seen = Arc::clone(&place);
    let thread = std::thread::current().id();
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if std::thread::current().id() == thread
            && let (Some(at), Ok(mut seen)) = (info.location(), seen.lock())
        {
            *seen = Some((at.file().to_owned(), at.line()));
        }
    }));
    let line = line!() + 1;
    let _ = told(|app| app.click(Role::Button, "Nowhere"));
    std::panic::set_hook(before);
    let seen = place.lock().expect("nobody panicked with it").clone();
    assert_eq!(seen, Some((file!().to_owned(), line)));
}
