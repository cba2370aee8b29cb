//! Components: parts of an app with state of their own, wherever they are called.

use hyperdiv::core::Role;
use hyperdiv::prelude::*;
use hyperdiv::testing::Harness;

#[component]
fn counter(ui: &Ui, label: &str) {
    let count = ui.state(|| 0);
    if ui.button(format_args!("{label} {}", count.get())).clicked() {
        count.update(|count| *count += 1);
    }
}

#[test]
fn the_same_component_called_twice_keeps_its_state_when_the_first_call_disappears() {
    let mut app = Harness::new(|ui| {
        let first = ui.checkbox("First").default_checked(true).is_checked();
        if first {
            counter(ui, "A");
        }
        counter(ui, "B");
        Ok(())
    });
    app.click(Role::Button, "A 0");
    app.click(Role::Button, "B 0");
    app.click(Role::Button, "B 1");
    app.set("First", false);
    assert_eq!(app.names(Role::Button), ["B 2"]);
    app.set("First", true);
    assert_eq!(app.names(Role::Button), ["A 1", "B 2"]);
    assert_eq!(app.warnings(), Vec::<String>::new());
}

#[test]
fn a_plain_function_slides_which_is_why_there_are_components() {
    fn plain(ui: &Ui, label: &str) {
        let count = ui.state(|| 0);
        if ui.button(format_args!("{label} {}", count.get())).clicked() {
            count.update(|count| *count += 1);
        }
    }
    let mut app = Harness::new(|ui| {
        if ui.checkbox("First").default_checked(true).is_checked() {
            plain(ui, "A");
        }
        plain(ui, "B");
        Ok(())
    });
    app.click(Role::Button, "B 0");
    app.set("First", false);
    assert_eq!(app.names(Role::Button), ["B 0"], "the state of B stays with the second call of that line");
    assert!(app.warnings().iter().any(|warning| warning.contains("state may follow the wrong row")));
}

/// Two states and two buttons: were the body tracked by its caller, each pair would be one line.
#[component]
fn pair(ui: &Ui) {
    let left = ui.state(|| 0);
    let right = ui.state(|| 10);
    let (add_left, add_right) = (ui.button("Left").clicked(), ui.button("Right").clicked());
    if add_left {
        left.update(|left| *left += 1);
    }
    if add_right {
        right.update(|right| *right += 1);
    }
    ui.text(format_args!("{} and {}", left.get(), right.get()));
}

#[test]
fn the_lines_inside_a_component_stay_apart() {
    let mut app = Harness::new(|ui| {
        pair(ui);
        Ok(())
    });
    app.click(Role::Button, "Right");
    app.click(Role::Button, "Right");
    app.click(Role::Button, "Left");
    assert!(app.has(Role::Text, "1 and 12"), "\n{}", app.tree());
}

#[component]
fn tree(ui: &Ui, depth: u32) {
    let open = ui.state(|| false);
    if ui.button(format_args!("Level {depth}")).clicked() {
        open.set(true);
    }
    if open.get() {
        tree(ui, depth + 1);
    }
}

#[test]
fn a_component_may_hold_itself() {
    let mut app = Harness::new(|ui| {
        tree(ui, 0);
        Ok(())
    });
    for depth in 0..5 {
        app.click(Role::Button, &format!("Level {depth}"));
    }
    assert_eq!(app.count(Role::Button), 6);
}

#[test]
fn in_a_list_a_component_follows_its_item() {
    let mut app = Harness::new(|ui| {
        let reversed = ui.checkbox("Reversed").is_checked();
        let mut names = vec!["A", "B", "C"];
        if reversed {
            names.reverse();
        }
        ui.each(names, |name| *name, |name| counter(ui, name));
        Ok(())
    });
    app.click(Role::Button, "C 0");
    app.set("Reversed", true);
    assert_eq!(app.names(Role::Button), ["C 1", "B 0", "A 0"]);
}

#[component]
fn shown<T: std::fmt::Display, const N: usize>(
    ui: &Ui,
    (first, _): (T, [u8; N]),
    rest: impl IntoIterator<Item = T>,
) -> Result<usize> {
    ui.text(format_args!("{first}"));
    let mut count: usize = 1;
    for one in rest {
        count = count.checked_add("1".parse()?).unwrap_or(count);
        ui.text(format_args!("{one}"));
    }
    Ok(count)
}

#[component]
fn handle<'ui>(ui: &'ui Ui, label: &str) -> Button<'ui> {
    ui.button(label)
}

#[component]
fn hidden<'a>(ui: &Ui, words: &'a [&'a str]) -> impl Iterator<Item = &'a str> + use<'a> {
    ui.text("hidden");
    words.iter().copied().rev()
}

#[test]
fn a_component_is_as_general_as_a_function() {
    let mut app = Harness::new(|ui| {
        assert_eq!(shown(ui, (1, [2]), [3, 4])?, 3);
        assert_eq!(shown::<_, 0>(ui, ("a", []), vec![])?, 1);
        assert_eq!(hidden(ui, &["x", "y"]).collect::<String>(), "yx");
        let clicked = ui.state(|| false);
        if handle(ui, "Press").clicked() {
            clicked.set(true);
        }
        ui.text(format_args!("{}", clicked.get()));
        Ok(())
    });
    app.click(Role::Button, "Press");
    assert_eq!(app.names(Role::Text), ["1", "3", "4", "a", "hidden", "true"]);
}

#[test]
fn an_error_and_a_panic_in_a_component_leave_the_next_run_in_order() {
    #[component]
    fn fails(ui: &Ui, how: &str) -> Result {
        counter(ui, "Inner");
        match how {
            "err" => Err(Error::new("no")),
            "panic" => panic!("no"),
            _ => Ok(()),
        }
    }
    let mut app = Harness::new(|ui| {
        let how = ui.text_input("How").value();
        ui.vbox().with(|| fails(ui, &how))?;
        counter(ui, "Outer");
        Ok(())
    });
    app.click(Role::Button, "Inner 0");
    app.click(Role::Button, "Outer 0");
    for how in ["err", "", "panic", ""] {
        app.set("How", how);
    }
    assert_eq!(app.names(Role::Button), ["Inner 1", "Outer 1"], "\n{}", app.tree());
}

thread_local! {
    static ROWS_RUN: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
}

#[component(memo)]
fn row(ui: &Ui, name: &str, rank: u32) {
    ROWS_RUN.set(ROWS_RUN.get() + 1);
    let open = ui.state(|| false);
    ui.text(format_args!("{name} is {rank}, open: {}", open.get()));
    if ui.button(format_args!("Open {name}")).clicked() {
        open.set(true);
    }
}

#[test]
fn of_a_thousand_memoised_rows_only_the_one_that_has_changed_runs() {
    let mut app = Harness::new(|ui| {
        let names = ui.state(|| (0..1000).map(|n| (format!("row {n}"), n)).collect::<Vec<_>>());
        let promote = ui.button("Promote the seventh").clicked();
        ui.text(format_args!("{} rows", names.with(Vec::len)));
        names.with(|names| ui.each(names, |(name, _)| name.clone(), |(name, rank)| row(ui, name, *rank)));
        if promote {
            names.update(|names| names[7].1 = 0);
        }
        Ok(())
    });
    let ran = |app: &mut Harness, button: &str| {
        ROWS_RUN.set(0);
        app.click(Role::Button, button);
        ROWS_RUN.get()
    };
    assert!(ran(&mut app, "Promote the seventh") <= 2);
    assert!(app.has(Role::Text, "row 7 is 0, open: false"));
    assert!(ran(&mut app, "Open row 500") <= 3);
    assert!(app.has(Role::Text, "row 500 is 500, open: true"));
    // The state is the row's, and what is shown is whole.
    assert_eq!(app.count(Role::Button), 1001);
    assert_eq!(app.warnings(), Vec::<String>::new());
}
