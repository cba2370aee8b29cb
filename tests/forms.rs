//! Forms, filled in as a person does it: by the name of each field.

use hyperdiv::core::Role;
use hyperdiv::prelude::*;
use hyperdiv::testing::Harness;

#[derive(Choice, Clone, Copy, Debug, Default, PartialEq)]
enum Priority {
    #[default]
    Normal,
    VeryUrgent,
    #[choice(label = "When there is time")]
    Later,
}

#[derive(Choice, Clone, Copy, Debug, PartialEq)]
enum Size {
    Small,
    Large,
}

#[derive(Form, Clone, Debug, PartialEq)]
struct Todo {
    #[field(required, max_len = 10, hint = "In a few words", placeholder = "What is to be done")]
    title: String,
    #[field(multiline)]
    details: String,
    priority: Priority,
    #[field(label = "How large", radio)]
    size: Size,
    #[field(min = 0, max = 8)]
    hours: u8,
    #[field(min = -0.5)]
    weight: Option<f64>,
    #[field(pattern = "[a-z]{2,}(-[a-z]+)*", min_len = 2)]
    tag: Option<String>,
    #[field(required, label = "I mean it")]
    sure: bool,
    remind: bool,
}

fn todo() -> Todo {
    Todo {
        title: "Write".into(),
        details: String::new(),
        priority: Priority::Later,
        size: Size::Large,
        hours: 0,
        weight: Some(-0.5),
        tag: None,
        sure: true,
        remind: false,
    }
}

/// Shows what was submitted, and how often the app was told.
fn app(ui: &Ui) -> Result {
    let told = ui.state(Vec::<String>::new);
    if let Some(todo) = ui.form::<Todo>().submitted() {
        told.update(|told| told.push(format!("{todo:?}")));
    }
    ui.text(format_args!("{} submitted", told.with(Vec::len)));
    ui.text(told.with(|told| told.last().cloned().unwrap_or_default()));
    Ok(())
}

fn fill(app: &mut Harness) {
    app.set("Title", "Write");
    app.set("Priority", "When there is time");
    app.set("How large", "Large");
    app.set("Hours", "0");
    app.set("Weight", "-0.5");
    app.set("I mean it", true);
}

#[test]
fn what_is_filled_in_arrives_as_a_value_once() {
    let mut app = Harness::new(app);
    fill(&mut app);
    assert!(app.has(Role::Text, "0 submitted"), "typing submits nothing:\n{}", app.tree());
    app.click(Role::Button, "Submit");
    assert!(app.has(Role::Text, "1 submitted"), "\n{}", app.tree());
    assert!(app.has(Role::Text, &format!("{:?}", todo())), "\n{}", app.tree());
    // Other events do not bring it back; the same again is submitted again.
    app.set("Remind", true);
    app.reload();
    assert!(app.has(Role::Text, "1 submitted"), "\n{}", app.tree());
    app.click(Role::Button, "Submit");
    assert!(app.has(Role::Text, "2 submitted"), "\n{}", app.tree());
    assert_eq!(app.warnings(), Vec::<String>::new());
}

#[test]
fn typing_into_a_form_does_not_run_the_app() {
    let mut app = Harness::new(app);
    let runs = app.runs();
    fill(&mut app);
    app.type_into("Details", "several\nlines");
    assert_eq!(app.runs(), runs);
}

#[test]
fn each_field_has_its_control_its_name_and_its_help() {
    let app = Harness::new(app);
    assert_eq!(app.names(Role::Textbox), ["Title", "Details", "Tag"]);
    assert_eq!(app.names(Role::Combobox), ["Priority"]);
    assert_eq!(app.names(Role::Option), ["Normal", "Very urgent", "When there is time"]);
    assert_eq!(app.names(Role::RadioGroup), ["How large"]);
    assert_eq!(app.names(Role::Radio), ["Small", "Large"]);
    assert_eq!(app.names(Role::Spinbutton), ["Hours", "Weight"]);
    assert_eq!(app.names(Role::Checkbox), ["I mean it", "Remind"]);
    assert_eq!(app.value(Role::Combobox, "Priority"), "Normal", "the default choice");
    assert_eq!(app.value(Role::RadioGroup, "How large"), "", "nothing is chosen for the person");
    assert_eq!(app.get(Role::Textbox, "Title").description, "In a few words");
    let required = ["Title", "Tag"].map(|name| app.get(Role::Textbox, name).required);
    assert_eq!(required, [true, false]);
    assert!(app.get(Role::Spinbutton, "Hours").required && !app.get(Role::Spinbutton, "Weight").required);
    assert!(!app.get(Role::Textbox, "Title").invalid, "nothing is wrong before anything was submitted");
}

#[test]
fn every_error_is_at_its_field_and_the_first_field_gets_the_focus() {
    let mut app = Harness::new(app);
    app.set("Title", "far too long a title");
    app.set("Hours", "nine");
    app.set("Weight", "-1");
    app.set("Tag", "A");
    app.click(Role::Button, "Submit");
    assert!(app.has(Role::Text, "0 submitted"), "\n{}", app.tree());
    let wrong = |role, name| {
        let found = app.get(role, name);
        assert!(found.invalid, "{name}");
        found.description
    };
    assert_eq!(wrong(Role::Textbox, "Title"), "In a few words Title has 20 characters, and at most 10 fit.");
    assert_eq!(wrong(Role::RadioGroup, "How large"), "How large is required.");
    assert_eq!(wrong(Role::Spinbutton, "Hours"), "Hours must be a whole number.");
    assert_eq!(wrong(Role::Spinbutton, "Weight"), "Weight must be at least -0.5.");
    assert_eq!(wrong(Role::Textbox, "Tag"), "Tag needs at least 2 characters.");
    assert_eq!(wrong(Role::Checkbox, "I mean it"), "\"I mean it\" has to be ticked.");
    assert!(!app.get(Role::Combobox, "Priority").invalid);
    assert_eq!(app.focused().map(|found| found.name), Some("Title".to_owned()));
    assert_eq!(app.effects(), ["focus text_input \"Title\""]);
    assert_eq!(app.value(Role::Spinbutton, "Hours"), "nine", "what was typed stays");
}

#[test]
fn an_error_changes_with_its_cause_and_goes_when_it_is_mended() {
    let mut app = Harness::new(app);
    app.click(Role::Button, "Submit");
    let error = |app: &Harness| app.get(Role::Spinbutton, "Hours").description;
    assert_eq!(error(&app), "Hours is required.");
    app.set("Hours", "x");
    assert_eq!(error(&app), "Hours must be a whole number.");
    app.set("Hours", "300");
    assert_eq!(error(&app), "Hours must be at most 8.");
    app.set("Hours", "3");
    assert_eq!(error(&app), "");
    assert!(!app.get(Role::Spinbutton, "Hours").invalid);
    assert!(app.get(Role::Textbox, "Title").invalid, "the others stay");
    // It was right: another slip is told at the next submit, not while the person types.
    app.set("Hours", "");
    assert_eq!(error(&app), "");
    app.click(Role::Button, "Submit");
    assert_eq!(error(&app), "Hours is required.");
}

#[test]
fn zero_and_the_least_are_values() {
    // Hyperdiv's required slider at 0 could never pass.
    #[derive(Form)]
    struct Least {
        #[field(min = 0, max = 0)]
        zero: i64,
    }
    let mut app = Harness::new(|ui| {
        let sum = ui.state(|| -1);
        if let Some(least) = ui.form::<Least>().submitted() {
            sum.set(least.zero);
        }
        ui.text(sum.get());
        Ok(())
    });
    app.set("Zero", "0");
    app.click(Role::Button, "Submit");
    assert!(app.has(Role::Text, "0"), "\n{}", app.tree());
}

#[test]
fn enter_in_a_field_submits_and_in_a_text_of_several_lines_does_not() {
    let mut app = Harness::new(app);
    fill(&mut app);
    app.press("Tab");
    assert_eq!(app.focused().map(|found| found.name), Some("Title".to_owned()));
    app.press("Tab");
    app.press("Enter");
    assert_eq!(app.value(Role::Textbox, "Details"), "\n");
    assert!(app.has(Role::Text, "0 submitted"), "\n{}", app.tree());
    app.press("Shift+Tab");
    app.press("Backspace");
    app.press("Enter");
    assert!(app.has(Role::Text, "1 submitted"), "\n{}", app.tree());
    let told = app.names(Role::Text).concat();
    assert!(told.contains(r#"title: "Writ", details: "\n""#), "{told}");
}

#[test]
fn the_whole_form_can_be_used_by_keyboard() {
    let mut app = Harness::new(app);
    for key in ["Tab", "G", "o", "Tab", "Tab", "ArrowDown", "Tab", "ArrowDown", "Tab"] {
        app.press(key);
    }
    assert_eq!(app.value(Role::Combobox, "Priority"), "Very urgent");
    assert_eq!(app.value(Role::Radio, "Small"), "true");
    for key in ["ArrowUp", "ArrowUp", "ArrowDown", "ArrowDown", "ArrowDown"] {
        app.press(key);
    }
    assert_eq!(app.value(Role::Spinbutton, "Hours"), "0", "the arrow keys stay within the limits");
    for key in ["Tab", "Tab", "Tab", "Space", "Tab", "Tab", "Space"] {
        app.press(key);
    }
    assert!(app.has(Role::Text, "1 submitted"), "\n{}", app.tree());
}

#[derive(Form, Clone, Debug, Default, PartialEq)]
struct Account {
    #[field(required)]
    name: String,
    #[field(required, password, min_len = 8)]
    password: String,
    #[field(password)]
    again: String,
}

impl Validate for Account {
    fn validate(&self, errors: &mut Errors<Self>) {
        if self.password != self.again {
            errors.add(Account::AGAIN, "The two passwords differ.");
            errors.add(Account::AGAIN, "This is never shown.");
        }
        if self.password.contains(&self.name) {
            errors.add_to_form("The name is no part of a good password.");
        }
    }
}

fn account(ui: &Ui) -> Result {
    let names = ui.state(Vec::<String>::new);
    let mut form = ui.form::<Account>().submit_label("Create").reset_label("Clear").show();
    if let Some(account) = form.submitted() {
        if names.with(|names| names.contains(&account.name)) {
            form.reject(Account::NAME, "This name is taken.");
        } else if account.name == "root" {
            form.reject_all("There are enough accounts.");
        } else {
            names.update(|names| names.push(account.name));
            form.reset();
        }
    }
    ui.text(names.with(|names| names.join(" and ")));
    Ok(())
}

fn create(app: &mut Harness, name: &str, password: &str, again: &str) {
    app.set("Name", name);
    app.set("Password", password);
    app.set("Again", again);
    app.click(Role::Button, "Create");
}

#[test]
fn rules_over_several_fields_are_asked_once_each_field_is_right() {
    let mut app = Harness::new(account);
    create(&mut app, "ada", "short", "other");
    assert!(app.get(Role::Textbox, "Password").invalid);
    assert!(!app.get(Role::Textbox, "Again").invalid, "the two were not compared yet");
    create(&mut app, "ada", "with ada in it", "other");
    assert_eq!(app.get(Role::Textbox, "Again").description, "The two passwords differ.");
    assert!(app.has(Role::Alert, "The name is no part of a good password."), "\n{}", app.tree());
    assert_eq!(app.focused().map(|found| found.name), Some("Again".to_owned()));
    // Mending the one field mends the error at the other.
    app.set("Password", "other one");
    assert_eq!(app.count(Role::Alert), 0);
    assert!(app.get(Role::Textbox, "Again").invalid);
    app.set("Again", "other one");
    assert!(!app.get(Role::Textbox, "Again").invalid);
    app.click(Role::Button, "Create");
    assert!(app.has(Role::Text, "ada"), "\n{}", app.tree());
}

#[test]
fn what_only_the_app_can_tell_is_told_at_the_field_until_it_changes() {
    let mut app = Harness::new(account);
    create(&mut app, "ada", "long enough", "long enough");
    assert_eq!(app.value(Role::Textbox, "Name"), "", "the form was reset after it went well");
    create(&mut app, "ada", "long enough", "long enough");
    assert_eq!(app.get(Role::Textbox, "Name").description, "This name is taken.");
    assert_eq!(app.focused().map(|found| found.name), Some("Name".to_owned()));
    assert_eq!(app.value(Role::Textbox, "Password"), "long enough", "nothing of it is lost");
    app.set("Again", "something else");
    assert!(app.get(Role::Textbox, "Name").invalid, "another field has changed");
    app.set("Name", "root");
    assert!(!app.get(Role::Textbox, "Name").invalid);
    create(&mut app, "root", "long enough", "long enough");
    assert!(app.has(Role::Alert, "There are enough accounts."), "\n{}", app.tree());
    app.set("Name", "grace");
    assert_eq!(app.count(Role::Alert), 0);
    app.click(Role::Button, "Create");
    assert!(app.has(Role::Text, "ada and grace"), "\n{}", app.tree());
    assert_eq!(app.warnings(), Vec::<String>::new());
}

#[test]
fn a_reset_brings_the_initial_values_back_and_takes_errors_away() {
    let mut app = Harness::new(|ui| {
        let form = ui.form::<Todo>().initial(todo()).reset_label("Reset").submit_label("Save");
        if form.submitted().is_some() {
            ui.toast("Saved");
        }
        Ok(())
    });
    assert_eq!(app.value(Role::Textbox, "Title"), "Write");
    assert_eq!(app.value(Role::Combobox, "Priority"), "When there is time");
    assert_eq!(app.value(Role::RadioGroup, "How large"), "Large");
    assert_eq!(app.value(Role::Spinbutton, "Weight"), "-0.5");
    assert_eq!(app.value(Role::Checkbox, "I mean it"), "true");
    app.set("Title", "");
    app.set("Priority", "Normal");
    app.set("I mean it", false);
    app.click(Role::Button, "Save");
    assert!(app.get(Role::Textbox, "Title").invalid);
    app.click(Role::Button, "Reset");
    assert!(!app.get(Role::Textbox, "Title").invalid);
    assert_eq!(app.value(Role::Textbox, "Title"), "Write");
    assert_eq!(app.value(Role::Combobox, "Priority"), "When there is time");
    assert_eq!(app.value(Role::Checkbox, "I mean it"), "true");
    app.click(Role::Button, "Save");
    assert_eq!(app.effects().last().map(String::as_str), Some("toast \"Saved\""));
}

#[test]
fn the_next_one_can_be_filled_in_at_once() {
    #[derive(Form)]
    struct New {
        #[field(required)]
        title: String,
    }
    let mut app = Harness::new(|ui| {
        let titles = ui.state(Vec::<String>::new);
        if let Some(New { title }) = ui.form().submit_label("Add").reset_on_submit(true).submitted() {
            titles.update(|titles| titles.push(title));
        }
        ui.text(titles.with(|titles| titles.join(", ")));
        Ok(())
    });
    for title in ["Write docs", "Ship it"] {
        app.type_into("Title", title);
        app.click(Role::Button, "Add");
    }
    assert!(app.has(Role::Text, "Write docs, Ship it"), "\n{}", app.tree());
    assert!(!app.get(Role::Textbox, "Title").invalid);
}

#[test]
fn a_form_that_is_switched_off_takes_nothing() {
    let mut app = Harness::new(|ui| {
        let busy = ui.checkbox("Busy").is_checked();
        let sent = ui.state(|| 0);
        if ui.form::<Account>().initial(Account::default()).disabled(busy).submitted().is_some() {
            sent.update(|sent| *sent += 1);
        }
        ui.text(format_args!("{} sent", sent.get()));
        Ok(())
    });
    for (name, text) in [("Name", "a"), ("Password", "12345678"), ("Again", "12345678")] {
        app.set(name, text);
    }
    let button = app.wire_id(Role::Button, "Submit");
    app.set("Busy", true);
    for name in ["Name", "Password", "Again"] {
        assert!(app.get(Role::Textbox, name).disabled, "{name}");
    }
    assert!(app.get(Role::Button, "Submit").disabled);
    // A page that does not keep to it is refused, whatever it calls submitted.
    for id in 2..=button {
        let events = serde_json::json!([[id, "submitted"]]);
        app.receive_events(&events).expect("well-formed");
    }
    let refused = app.warnings();
    assert_eq!(refused.len() as u32, button - 1, "{refused:?}");
    assert!(refused.iter().any(|line| line.contains("the element is disabled")), "{refused:?}");
    assert!(app.has(Role::Text, "0 sent"), "\n{}", app.tree());
    app.set("Busy", false);
    app.click(Role::Button, "Submit");
    assert!(app.has(Role::Text, "1 sent"), "\n{}", app.tree());
}

#[test]
fn a_layout_of_the_apps_own_names_fields_by_constants() {
    let mut app = Harness::new(|ui| {
        let swapped = ui.checkbox("Swapped").is_checked();
        let mut form = ui.form::<Account>().submit_label("Go").layout(|form| {
            let fields =
                if swapped { [Account::AGAIN, Account::NAME] } else { [Account::NAME, Account::AGAIN] };
            for field in fields {
                form.field(field);
            }
            ui.text("Between the fields");
            form.field(Account::PASSWORD);
            form.submit_button();
        });
        if let Some(account) = form.submitted() {
            ui.toast(account.name);
        }
        Ok(())
    });
    assert_eq!(app.names(Role::Textbox), ["Name", "Again", "Password"]);
    create_as(&mut app, "Go");
    assert_eq!(app.effects().last().map(String::as_str), Some("toast \"ada\""));
    app.set("Swapped", true);
    assert_eq!(app.names(Role::Textbox), ["Again", "Name", "Password"]);
    assert_eq!(app.value(Role::Textbox, "Name"), "ada", "a field is itself wherever it is");
    assert_eq!(app.warnings(), Vec::<String>::new());
}

fn create_as(app: &mut Harness, button: &str) {
    app.set("Name", "ada");
    app.set("Password", "long enough");
    app.set("Again", "long enough");
    app.click(Role::Button, button);
}

#[test]
fn what_is_wrong_with_a_field_that_is_not_shown_is_told_all_the_same() {
    let mut app = Harness::new(|ui| {
        let mut form = ui.form::<Account>().layout(|form| {
            form.field(Account::NAME);
            form.buttons();
        });
        if form.submitted().is_some() {
            ui.toast("never");
        }
        Ok(())
    });
    app.set("Name", "ada");
    app.click(Role::Button, "Submit");
    assert!(app.has(Role::Alert, "Password is required."), "\n{}", app.tree());
}

#[test]
fn two_forms_of_one_kind_are_two() {
    let mut app = Harness::new(|ui| {
        for name in ["one", "two"] {
            ui.scope(name, || {
                if ui.form::<Account>().submit_label(name).submitted().is_some() {
                    ui.toast(name);
                }
            });
        }
        Ok(())
    });
    app.click(Role::Button, "two");
    let invalid: Vec<_> = app.get_all(Role::Textbox, "Name").into_iter().map(|found| found.invalid).collect();
    assert_eq!(invalid, [false, true]);
}

#[test]
fn the_page_may_choose_what_is_offered_and_nothing_else() {
    let mut app = Harness::new(|ui| {
        let size = ui.select("Size").options(["S", "M"]).disabled_option("L", "Large").placeholder("Which?");
        ui.text(format_args!("{:?}", size.value()));
        let needed = ui.radio_group("Colour").required(true).options(["red", "blue"]);
        ui.text(format_args!("{:?}", needed.value()));
        let number = ui.number_input("Number").min(1).max(3);
        ui.text(format_args!("{:?}", number.value()));
        Ok(())
    });
    let (select, radios) = (app.wire_id(Role::Combobox, "Size"), app.wire_id(Role::RadioGroup, "Colour"));
    let number = app.wire_id(Role::Spinbutton, "Number");
    for (id, bad) in [
        (select, serde_json::json!("XL")),
        (select, serde_json::json!("L")),
        (select, serde_json::json!("s")),
        (select, serde_json::json!(true)),
        (select, serde_json::json!(1)),
        (select, serde_json::json!(["S"])),
        (radios, serde_json::json!("green")),
        (radios, serde_json::json!("")),
        (number, serde_json::json!(2)),
        (number, serde_json::json!("1".repeat(513))),
    ] {
        let refused = app.warnings().len();
        assert!(app.receive_events(&serde_json::json!([[id, "value", bad, 1]])).is_ok(), "{bad}");
        assert!(app.warnings().len() > refused, "{bad} was taken");
    }
    assert_eq!(app.names(Role::Text), ["None", "None", "None"]);
    app.set("Size", "M");
    app.click(Role::Radio, "blue");
    app.set("Number", "4");
    assert_eq!(app.names(Role::Text), ["Some(\"M\")", "Some(\"blue\")", "None"]);
    app.set("Number", "3");
    app.set("Size", "");
    assert_eq!(app.names(Role::Text), ["None", "Some(\"blue\")", "Some(3.0)"]);
}

#[test]
fn what_is_not_offered_any_more_is_not_chosen() {
    let mut app = Harness::new(|ui| {
        let all = ui.checkbox("All").default_checked(true).is_checked();
        let offered = if all { vec!["a", "b", "c"] } else { vec!["a"] };
        let chosen = ui.select("Letter").options(offered).value();
        ui.text(format_args!("{chosen:?}"));
        Ok(())
    });
    app.set("Letter", "b");
    app.set("All", false);
    assert!(app.has(Role::Text, "None"), "\n{}", app.tree());
    app.set("All", true);
    assert!(app.has(Role::Text, "Some(\"b\")"), "\n{}", app.tree());
    assert_eq!(
        app.warnings(),
        Vec::<String>::new(),
        "options that come and go are told apart by their values"
    );
}

#[test]
fn controls_speak_the_same_language() {
    let mut app = Harness::new(|ui| {
        let quiet = ui.switch("Quiet").default_checked(true);
        ui.text(format_args!("quiet {}", quiet.is_checked()));
        let notes = ui.textarea("Notes").rows(3).hint("Markdown").default_value("a");
        let size = ui.select("Priority").choices::<Priority>().default_value("Later");
        ui.text(format_args!("{:?} {:?}", size.choice::<Priority>(), notes.value()));
        let count = ui.number_input("Count").default_value(2).step(0.5).error("Too many");
        if ui.button("Change").clicked() {
            quiet.set(false);
            notes.set("b");
            size.set("Normal");
            count.set(7.5);
        }
        if ui.button("Reset").clicked() {
            quiet.reset();
            notes.reset();
            size.reset();
            count.reset();
        }
        let changed = ui.state(|| None);
        if let Some(now) = size.changed() {
            changed.set(Some(now));
        }
        ui.text(format_args!("{:?}", changed.cloned()));
        Ok(())
    });
    assert!(app.has(Role::Text, "Some(Later) \"a\""), "\n{}", app.tree());
    assert_eq!(app.get(Role::Spinbutton, "Count").description, "Too many");
    app.click(Role::Switch, "Quiet");
    assert!(app.has(Role::Text, "quiet false"), "\n{}", app.tree());
    app.click(Role::Option, "Very urgent");
    assert!(app.has(Role::Text, "Some(\"VeryUrgent\")"), "\n{}", app.tree());
    app.click(Role::Button, "Change");
    assert_eq!(app.value(Role::Spinbutton, "Count"), "7.5");
    assert!(app.has(Role::Text, "Some(Normal) \"b\""), "\n{}", app.tree());
    app.click(Role::Button, "Reset");
    assert_eq!(app.value(Role::Switch, "Quiet"), "true");
    assert_eq!(app.value(Role::Spinbutton, "Count"), "2");
}

#[test]
fn what_was_typed_last_is_in_what_is_submitted() {
    let mut app = Harness::new(|ui| {
        let told = ui.state(Vec::new);
        if let Some(account) = ui.form::<Account>().submitted() {
            told.update(|told| told.push(account.name));
        }
        ui.text(format_args!("{:?}", told.cloned()));
        Ok(())
    });
    let fields = ["Name", "Password", "Again"].map(|name| app.wire_id(Role::Textbox, name));
    let form = fields[0] - 1;
    // One message, as the page sends it: what waits in the fields, then the submit; and what was typed after it.
    app.receive_events(&serde_json::json!([
        [fields[0], "value", "ada", 1],
        [fields[1], "value", "long enough", 1],
        [fields[2], "value", "long enough", 1],
        [form, "submitted"],
        [fields[0], "value", "grace", 2],
        [form, "submitted"]
    ]))
    .expect("well-formed");
    assert!(app.has(Role::Text, "[\"ada\", \"grace\"]"), "\n{}", app.tree());
}

#[test]
fn options_may_be_numbers_and_have_spaces() {
    // Hyperdiv put underscores into them, and numbers crashed.
    let mut app = Harness::new(|ui| {
        let year = ui.select("Year").options(2024..=2026).value();
        let city = ui.radio_group("City").options(["New York", "S\u{e3}o Paulo"]).value();
        ui.text(format_args!("{year:?} {city:?}"));
        Ok(())
    });
    app.set("Year", "2025");
    app.set("City", "New York");
    assert!(app.has(Role::Text, "Some(\"2025\") Some(\"New York\")"), "\n{}", app.tree());
}

#[test]
fn the_end_of_a_session_empties_its_forms() {
    let mut app = Harness::new(|ui| {
        let session = ui.session();
        if ui.button("Sign in").clicked() {
            session.create_new(Consent::ThisRunOnly)?;
        }
        if ui.button("Sign out").clicked() {
            session.clear()?;
        }
        let _ = ui.form::<Account>().submitted();
        Ok(())
    });
    app.click(Role::Button, "Sign in");
    app.set("Password", "secret");
    app.click(Role::Button, "Submit");
    assert!(app.get(Role::Textbox, "Name").invalid);
    app.click(Role::Button, "Sign out");
    assert_eq!(app.value(Role::Textbox, "Password"), "");
    assert!(!app.get(Role::Textbox, "Name").invalid, "\n{}", app.tree());
}

#[test]
fn a_form_is_submitted_from_elsewhere_as_by_its_button() {
    let mut app = Harness::new(|ui| {
        let save = ui.button("Save all").clicked();
        let mut form = ui.form::<Account>().submit_when(save).show();
        if form.submitted().is_some() {
            ui.toast("Saved");
        }
        ui.text(format_args!("errors: {}", form.has_errors()));
        Ok(())
    });
    app.click(Role::Button, "Save all");
    assert!(app.get(Role::Textbox, "Name").invalid);
    assert_eq!(app.focused().map(|found| found.name), Some("Name".to_owned()));
    assert!(app.has(Role::Text, "errors: true"), "\n{}", app.tree());
    create_as(&mut app, "Save all");
    assert!(app.has(Role::Text, "errors: false"), "\n{}", app.tree());
    assert_eq!(app.effects(), ["focus text_input \"Name\"", "toast \"Saved\""]);
    assert_eq!(app.warnings(), Vec::<String>::new());
}

/// What a server would answer.
async fn sign_up(account: Account) -> Result<bool> {
    match account.name.as_str() {
        "broken" => Err(Error::new("the server does not answer")),
        name => Ok(name != "ada"),
    }
}

#[test]
fn what_takes_time_to_find_out_is_told_at_its_field_and_counts_once() {
    // In Hyperdiv a validator that failed counted as right, and an instant one submitted twice.
    let mut app = Harness::new(|ui| {
        let signed_up = ui.state(|| 0);
        let asking = ui.action(sign_up);
        let mut form = ui.form::<Account>().disabled(asking.is_pending()).show();
        if let Some(account) = form.submitted() {
            asking.run(account);
        }
        match asking.finished() {
            Some(Ok(free)) if *free => signed_up.update(|count| *count += 1),
            Some(Ok(_)) => form.reject(Account::NAME, "This name is taken."),
            Some(Err(error)) => form.reject_all(format!("Try again: {error}.")),
            None => {}
        }
        ui.text(format_args!("{} signed up", signed_up.get()));
        Ok(())
    });
    app.set("Name", "ada");
    app.set("Password", "long enough");
    app.set("Again", "long enough");
    app.click(Role::Button, "Submit");
    assert!(app.get(Role::Button, "Submit").disabled, "while it is asked nothing can be submitted");
    app.run_until_idle();
    assert_eq!(app.get(Role::Textbox, "Name").description, "This name is taken.");
    assert_eq!(app.focused().map(|found| found.name), Some("Name".to_owned()));
    for (name, told) in [("broken", "0 signed up"), ("grace", "1 signed up"), ("grace", "2 signed up")] {
        app.set("Name", name);
        assert_eq!(app.count(Role::Alert), 0);
        app.click(Role::Button, "Submit");
        app.run_until_idle();
        assert_eq!(app.has(Role::Alert, "Try again: the server does not answer."), name == "broken");
        assert!(app.has(Role::Text, told), "\n{}", app.tree());
    }
    let warnings = app.warnings();
    assert!(warnings.len() == 1 && warnings[0].contains("failed at"), "{warnings:?}");
}
