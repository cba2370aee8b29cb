//! Detached parts, and state that all of an app shares.

use hyperdiv::prelude::*;
use hyperdiv::testing::{Harness, Role};

#[derive(Default)]
struct Selected(Option<u32>);

#[derive(Default)]
struct Total(u32);

#[test]
fn a_detached_part_is_shown_where_it_is_placed() {
    let mut app = Harness::new(|ui| {
        let footer = ui.detached(|| {
            ui.text("first");
            ui.text_input("Name").value()
        });
        let name = footer.get().clone();
        ui.text(format_args!("Hello {name}"));
        if ui.checkbox("Below").is_checked() {
            ui.vbox().with(|| footer.place());
        } else {
            footer.place();
        }
        ui.text("end");
        Ok(())
    });
    assert_eq!(app.names(Role::Text), ["Hello", "first", "end"]);
    app.type_into("Name", "Ada");
    assert!(app.has(Role::Text, "Hello Ada"), "\n{}", app.tree());
    app.click(Role::Checkbox, "Below");
    assert_eq!(app.value(Role::Textbox, "Name"), "Ada");
    assert_eq!(app.names(Role::Text), ["Hello Ada", "first", "end"]);
    let tree = app.tree();
    app.reload();
    assert_eq!(app.tree(), tree);
}

#[test]
fn a_part_that_is_not_placed_is_not_shown() {
    let mut app = Harness::new(|ui| {
        let place = ui.checkbox("Place").is_checked();
        let pressed = ui.state(|| 0);
        let part = ui.detached(|| {
            if ui.button("Press").clicked() {
                pressed.update(|n| *n += 1);
            }
        });
        if place {
            part.place();
        }
        ui.text(format_args!("pressed {}", pressed.get()));
        Ok(())
    });
    assert!(!app.has(Role::Button, "Press"));
    app.click(Role::Checkbox, "Place");
    app.click(Role::Button, "Press");
    app.click(Role::Checkbox, "Place");
    assert!(!app.has(Role::Button, "Press"), "\n{}", app.tree());
    assert!(app.has(Role::Text, "pressed 1"));
}

/// Parts placed in another order than they were made in.
#[test]
fn parts_may_change_places() {
    let mut app = Harness::new(|ui| {
        let swapped = ui.checkbox("Swap").is_checked();
        ui.memo(swapped, || {
            let a = ui.detached(|| ui.text("a"));
            let b = ui.detached(|| ui.text("b"));
            ui.text("between");
            if swapped {
                b.place();
                a.place();
            } else {
                a.place();
                b.place();
            }
        });
        let _again = ui.button("Again").clicked();
        Ok(())
    });
    assert_eq!(app.names(Role::Text), ["between", "a", "b"]);
    app.click(Role::Checkbox, "Swap");
    assert_eq!(app.names(Role::Text), ["between", "b", "a"]);
    app.click(Role::Button, "Again");
    app.click(Role::Checkbox, "Swap");
    app.click(Role::Button, "Again");
    assert_eq!(app.names(Role::Text), ["between", "a", "b"]);
    let tree = app.tree();
    app.reload();
    assert_eq!(app.tree(), tree);
}

/// A part that is made and placed inside a memo is left out of runs with it, and nobody is warned of anything.
#[test]
fn a_memo_with_a_detached_part_is_left_out_like_any_other() {
    let runs = std::rc::Rc::new(std::cell::Cell::new(0));
    let counted = std::rc::Rc::clone(&runs);
    let mut app = Harness::new(move |ui| {
        let above = ui.state(|| 0);
        if ui.button("Above").clicked() {
            above.update(|above| *above += 1);
        }
        for line in 0..above.get() {
            ui.scope(line, || ui.text(format_args!("above {line}")));
        }
        ui.memo((), || {
            counted.set(counted.get() + 1);
            let last = ui.detached(|| {
                ui.text("last");
                ui.text("very last");
            });
            ui.text("first");
            last.place();
        });
        Ok(())
    });
    app.click(Role::Button, "Above");
    app.click(Role::Button, "Above");
    assert_eq!(runs.get(), 1);
    assert_eq!(app.names(Role::Text), ["above 0", "above 1", "first", "last", "very last"]);
    assert_eq!(app.warnings(), Vec::<String>::new());
    let tree = app.tree();
    app.reload();
    assert_eq!(app.tree(), tree);
}

#[test]
fn a_global_value_is_one_for_all_places_and_windows() {
    let mut app = Harness::builder().windows(2).build(|ui| {
        let selected = ui.global::<Selected>();
        let total = ui.global::<Total>();
        for id in 1..=2 {
            ui.scope(id, || {
                if ui.button(format_args!("Select {id}")).clicked() {
                    selected.update(|selected| selected.0 = Some(id));
                    ui.global::<Total>().update(|total| total.0 += 1);
                }
            });
        }
        ui.text(format_args!("{:?} after {}", selected.with(|s| s.0), total.with(|t| t.0)));
        Ok(())
    });
    app.click(Role::Button, "Select 2");
    app.in_window(2);
    assert!(app.has(Role::Text, "Some(2) after 1"), "\n{}", app.tree());
    app.click(Role::Button, "Select 1");
    app.in_window(1);
    assert!(app.has(Role::Text, "Some(1) after 2"), "\n{}", app.tree());
}

/// A window that does not read it does not run.
#[test]
fn a_global_value_runs_those_that_read_it() {
    let mut app = Harness::new(|ui| {
        if ui.button("Write").clicked() {
            ui.global::<Total>().update(|total| total.0 += 1);
        }
        if ui.checkbox("Read").is_checked() {
            ui.text(ui.global::<Total>().with(|total| total.0));
        }
        Ok(())
    });
    let before = app.runs();
    app.click(Role::Button, "Write");
    // The event run, and the one after it that every event has.
    assert_eq!(app.runs() - before, 2);
    app.click(Role::Checkbox, "Read");
    app.click(Role::Button, "Write");
    assert!(app.has(Role::Text, "2"), "\n{}", app.tree());
}

#[test]
fn a_setter_of_a_global_value_wakes_every_window() {
    let setter = std::rc::Rc::new(std::cell::RefCell::new(None));
    let kept = std::rc::Rc::clone(&setter);
    let mut app = Harness::builder().windows(2).build(move |ui| {
        #[derive(Default, PartialEq)]
        struct News(String);
        let news = ui.global::<News>();
        kept.borrow_mut().get_or_insert_with(|| {
            let setter = news.setter();
            move |text: &str| setter.send(News(text.to_owned()))
        });
        news.with(|news| ui.text(format_args!("news: {}", news.0)));
        Ok(())
    });
    assert!(setter.borrow().as_ref().is_some_and(|send| send("rain")));
    app.run_until_idle();
    assert!(app.has(Role::Text, "news: rain"));
    app.in_window(2);
    assert!(app.has(Role::Text, "news: rain"), "\n{}", app.tree());
}
