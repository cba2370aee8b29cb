//! Parts that are left out of a run, and what brings them back into it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use hyperdiv::prelude::*;
use hyperdiv::testing::{Harness, Role};

/// Counts the runs of named parts.
#[derive(Clone, Default)]
struct Runs(Rc<RefCell<Vec<String>>>);

impl Runs {
    fn ran(&self, what: impl Into<String>) {
        self.0.borrow_mut().push(what.into());
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.borrow_mut())
    }
}

#[test]
fn only_the_changed_row_of_a_thousand_runs() {
    let runs = Runs::default();
    let noted = runs.clone();
    let mut app = Harness::new(move |ui| {
        let rows = ui.state(|| (0..1000).map(|id| (id, format!("row {id}"))).collect::<Vec<_>>());
        if ui.button("Change").clicked() {
            rows.update(|rows| rows[500].1.push('!'));
        }
        rows.with(|rows| {
            ui.each(
                rows,
                |row| row.0,
                |row| {
                    ui.memo(row.clone(), || {
                        noted.ran(&row.1);
                        ui.hbox().with(|| {
                            ui.text(&row.1);
                            ui.button(format_args!("Delete {}", row.0));
                        });
                    });
                },
            );
        });
        Ok(())
    });
    assert_eq!(runs.take().len(), 1000);
    app.click(Role::Button, "Change");
    assert_eq!(runs.take(), ["row 500!"]);
    assert!(app.has(Role::Text, "row 500!") && app.has(Role::Text, "row 501"), "\n{}", app.tree());
    assert!(app.last_patch_bytes() < 200, "{}", app.last_patch_bytes());
}

#[test]
fn what_a_memo_has_read_brings_it_back() {
    let runs = Runs::default();
    let noted = runs.clone();
    let mut app = Harness::new(move |ui| {
        let shared = ui.state(|| 0);
        let other = ui.state(|| 0);
        if ui.button("Shared").clicked() {
            shared.update(|n| *n += 1);
        }
        if ui.button("Other").clicked() {
            other.update(|n| *n += 1);
        }
        ui.text(format_args!("other {}", other.get()));
        ui.memo((), || {
            noted.ran("memo");
            ui.text(format_args!("shared {}", shared.get()));
        });
        Ok(())
    });
    runs.take();
    app.click(Role::Button, "Other");
    assert!(app.has(Role::Text, "other 1"));
    assert!(runs.take().is_empty());
    app.click(Role::Button, "Shared");
    assert_eq!(runs.take(), ["memo"]);
    assert!(app.has(Role::Text, "shared 1"), "\n{}", app.tree());
    app.click(Role::Button, "Shared");
    assert!(app.has(Role::Text, "shared 2"), "\n{}", app.tree());
}

/// The reads of a memo that is left out are the window's reads still: a write from another thread runs the app.
#[test]
fn a_write_to_what_only_a_left_out_memo_has_read_runs_the_app() {
    let setter = Rc::new(RefCell::new(None));
    let kept = Rc::clone(&setter);
    let mut app = Harness::new(move |ui| {
        let shown = ui.state(|| 0);
        kept.borrow_mut().get_or_insert_with(|| shown.setter());
        let _looked = ui.button("Again").clicked();
        ui.memo((), || {
            ui.text(format_args!("shown {}", shown.get()));
        });
        Ok(())
    });
    for _ in 0..3 {
        app.click(Role::Button, "Again");
    }
    assert!(setter.borrow().as_ref().is_some_and(|setter| setter.send(7)));
    app.run_until_idle();
    assert!(app.has(Role::Text, "shown 7"), "\n{}", app.tree());
}

#[test]
fn an_event_inside_a_memo_reaches_it_once() {
    let clicks = Rc::new(Cell::new(0));
    let counted = Rc::clone(&clicks);
    let mut app = Harness::new(move |ui| {
        ui.text("Above");
        ui.memo((), || {
            if ui.button("Inside").clicked() {
                counted.set(counted.get() + 1);
                ui.text("Only in the event run");
            }
            let name = ui.text_input("Name");
            ui.text(format_args!("Hello {}", name.value()));
        });
        Ok(())
    });
    app.click(Role::Button, "Inside");
    assert_eq!(clicks.get(), 1);
    assert!(!app.has(Role::Text, "Only in the event run"), "\n{}", app.tree());
    app.type_into("Name", "Ada");
    assert!(app.has(Role::Text, "Hello Ada"), "\n{}", app.tree());
    assert_eq!(app.value(Role::Textbox, "Name"), "Ada");
    app.click(Role::Button, "Inside");
    assert_eq!(clicks.get(), 2);
}

/// What is typed into a field that the app does not read stays in it when the memo around it is left out.
#[test]
fn typed_text_stays_in_a_memo_that_does_not_read_it() {
    let mut app = Harness::new(|ui| {
        let above = ui.state(|| 0);
        if ui.button("More above").clicked() {
            above.update(|n| *n += 1);
        }
        for line in 0..above.get() {
            ui.scope(line, || ui.text(format_args!("line {line}")));
        }
        ui.memo((), || {
            ui.text_input("Name");
            ui.text("Below");
        });
        Ok(())
    });
    app.type_into("Name", "Ada");
    app.click(Role::Button, "More above");
    app.click(Role::Button, "More above");
    app.type_into("Name", " L.");
    assert_eq!(app.value(Role::Textbox, "Name"), "Ada L.");
    app.reload();
    assert_eq!(app.value(Role::Textbox, "Name"), "Ada L.");
    assert!(app.tree().ends_with("Below\n") || app.has(Role::Text, "Below"), "\n{}", app.tree());
}

#[test]
fn memos_nest_and_move() {
    let runs = Runs::default();
    let noted = runs.clone();
    let mut app = Harness::new(move |ui| {
        let order = ui.state(|| vec![1, 2, 3]);
        let two = ui.state(|| 0);
        if ui.button("Reverse").clicked() {
            order.update(|order| order.reverse());
        }
        if ui.button("Two").clicked() {
            two.update(|n| *n += 1);
        }
        ui.each(
            order.cloned(),
            |id| *id,
            |id| {
                ui.memo(id, || {
                    noted.ran(format!("outer {id}"));
                    ui.vbox().with(|| {
                        ui.memo(id, || {
                            noted.ran(format!("inner {id}"));
                            let n = if id == 2 { two.get() } else { 0 };
                            ui.text(format_args!("row {id}: {n}"));
                        });
                        ui.memo((), || {
                            noted.ran(format!("still {id}"));
                            ui.button(format_args!("Press {id}"));
                        });
                    });
                });
            },
        );
        Ok(())
    });
    runs.take();
    app.click(Role::Button, "Reverse");
    assert!(runs.take().is_empty());
    assert_eq!(app.names(Role::Text), ["row 3: 0", "row 2: 0", "row 1: 0"]);
    app.click(Role::Button, "Two");
    assert_eq!(runs.take(), ["outer 2", "inner 2"]);
    assert_eq!(app.names(Role::Text), ["row 3: 0", "row 2: 1", "row 1: 0"]);
    app.click(Role::Button, "Reverse");
    app.reload();
    assert_eq!(app.names(Role::Text), ["row 1: 0", "row 2: 1", "row 3: 0"]);
    assert!(runs.take().is_empty());
}

/// An app that uses an outer element inside a memo is right, only not faster, and its developer is told.
#[test]
fn a_memo_that_reaches_outside_runs_every_time() {
    let mut app = Harness::new(|ui| {
        let save = ui.button("Save");
        let saved = ui.state(|| 0);
        ui.memo((), || {
            if save.clicked() {
                saved.update(|n| *n += 1);
            }
        });
        ui.text(format_args!("saved {}", saved.get()));
        Ok(())
    });
    app.click(Role::Button, "Save");
    app.click(Role::Button, "Save");
    assert!(app.has(Role::Text, "saved 2"), "\n{}", app.tree());
    let warnings = app.warnings();
    assert!(warnings.iter().any(|warning| warning.contains("inside a memo")), "{warnings:?}");
}

/// The session's end resets what is in memos as it resets everything else.
#[test]
fn the_end_of_a_session_brings_every_memo_back() {
    let mut app = Harness::new(|ui| {
        let session = ui.session();
        if ui.button("Sign in").clicked() {
            session.create_new(Consent::ThisRunOnly)?;
        }
        if ui.button("Sign out").clicked() {
            session.clear()?;
        }
        ui.memo((), || {
            let count = ui.state(|| 0);
            if ui.button("Count").clicked() {
                count.update(|n| *n += 1);
            }
            ui.text(format_args!("count {}", count.get()));
        });
        Ok(())
    });
    app.click(Role::Button, "Sign in");
    app.click(Role::Button, "Count");
    assert!(app.has(Role::Text, "count 1"));
    app.click(Role::Button, "Sign out");
    assert!(app.has(Role::Text, "count 0"), "\n{}", app.tree());
}

#[test]
fn a_failed_run_does_not_confuse_memos() {
    let mut app = Harness::new(|ui| {
        let fail = ui.button("Fail").clicked();
        let n = ui.state(|| 0);
        if ui.button("More").clicked() {
            n.update(|n| *n += 1);
        }
        ui.memo(n.get(), || {
            for line in 0..=n.get() {
                ui.scope(line, || ui.text(format_args!("line {line}")));
            }
        });
        if fail {
            n.update(|n| *n += 1);
            return Err(Error::new("it fails after the memo"));
        }
        ui.text("End");
        Ok(())
    });
    app.click(Role::Button, "Fail");
    app.click(Role::Button, "More");
    app.click(Role::Button, "More");
    assert_eq!(app.names(Role::Text), ["line 0", "line 1", "line 2", "line 3", "End"]);
    let before = app.tree();
    app.reload();
    assert_eq!(app.tree(), before);
}

/// Timers and tasks belong to the memo that they are in: they live while it is shown, run or not.
#[test]
fn timers_and_tasks_in_a_memo_go_on_while_it_is_left_out() {
    use std::time::Duration;
    async fn answer(_: ()) -> Result<u32> {
        Ok(42)
    }
    let mut app = Harness::new(|ui| {
        let _again = ui.button("Again").clicked();
        if ui.checkbox("Hidden").is_checked() {
            return Ok(());
        }
        ui.memo((), || {
            let seconds = ui.state(|| 0);
            if ui.every(Duration::from_secs(1)) {
                seconds.update(|seconds| *seconds += 1);
            }
            ui.text(format_args!("{} s", seconds.get()));
            if let Poll::Ready(answer) = ui.task((), answer).poll() {
                ui.text(format_args!("answer {answer}"));
            }
        });
        Ok(())
    });
    app.click(Role::Button, "Again");
    app.click(Role::Button, "Again");
    app.run_until_idle();
    assert!(app.has(Role::Text, "answer 42"), "\n{}", app.tree());
    app.click(Role::Button, "Again");
    app.advance(Duration::from_secs(2));
    assert!(app.has(Role::Text, "2 s"), "\n{}", app.tree());
    app.click(Role::Checkbox, "Hidden");
    assert_eq!(app.next_wake(), None);
}

/// What was typed into a field of a memo that is left out is not among what is dropped when too much state has gathered.
#[test]
fn typed_text_in_a_memo_is_not_dropped_with_old_state() {
    let mut app = Harness::new(|ui| {
        let turn = ui.state(|| 0_u32);
        if ui.button("More").clicked() {
            turn.update(|turn| *turn += 1);
        }
        // State that is seen in one turn and never again.
        let first = turn.get() * 15_000;
        for id in first..first + 15_000 {
            ui.scope(id, || ui.state(|| id));
        }
        let anew = ui.checkbox("Anew").is_checked();
        ui.memo(anew, || {
            let name = ui.text_input("Name");
            if anew {
                ui.text(format_args!("Hello {}", name.value()));
            }
        });
        Ok(())
    });
    app.type_into("Name", "Ada");
    for _ in 0..8 {
        app.click(Role::Button, "More");
    }
    app.click(Role::Checkbox, "Anew");
    assert!(app.has(Role::Text, "Hello Ada"), "\n{}", app.tree());
}
