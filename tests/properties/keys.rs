//! Keys are unique: whatever is on screen, no two places in the app share a state. Not rows of one key, which the developer is warned of,
//! not the passes of a loop, not two calls on one line.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use hyperdiv::prelude::*;
use hyperdiv::testing::{Harness, Role};
use proptest::prelude::*;

use super::runner;

/// A list in each turn: the keys of its rows, and in each row the keys of others.
type Lists = Vec<(u8, Vec<u8>)>;

fn lists() -> impl Strategy<Value = Lists> {
    prop::collection::vec((0..6_u8, prop::collection::vec(0..3_u8, 0..4)), 0..8)
}

/// Shows a number that was given once, to this state.
fn serial(ui: &Ui, next: &Rc<Cell<u32>>, path: &str) {
    let own = ui.state(|| next.replace(next.get() + 1));
    ui.text(format!("{path} {}", own.get()));
}

fn app(lists: Rc<RefCell<Lists>>) -> impl Fn(&Ui) -> Result + 'static {
    let next = Rc::new(Cell::new(0));
    move |ui| {
        _ = ui.button("Look").clicked();
        let lists = lists.borrow().clone();
        ui.each(
            &lists,
            |list| list.0,
            |(key, inner)| {
                ui.vbox().with(|| {
                    serial(ui, &next, &format!("row {key}"));
                    ui.each(inner, |key| **key, |inner| serial(ui, &next, &format!("row {key}/{inner}")));
                });
            },
        );
        // Without keys of their own, and two on one line.
        for (key, _) in &lists {
            let (a, b) =
                (ui.state(|| next.replace(next.get() + 1)), ui.state(|| next.replace(next.get() + 1)));
            ui.text(format!("loop {key} {}", a.get()));
            ui.text(format!("loop {key} {}", b.get()));
        }
        ui.scope("aside", || serial(ui, &next, "scope"));
        Ok(())
    }
}

#[test]
fn no_two_places_share_a_state_and_a_row_of_one_key_keeps_its_own() {
    let turns = prop::collection::vec(lists(), 1..8);
    let run = |turns: Vec<Lists>| {
        let shown = Rc::new(RefCell::new(Lists::new()));
        let mut app = Harness::new(app(Rc::clone(&shown)));
        let mut known: HashMap<String, String> = HashMap::new();
        for lists in turns {
            *shown.borrow_mut() = lists.clone();
            app.click(Role::Button, "Look");
            let texts = app.names(Role::Text);
            let seen: Vec<(&str, &str)> = texts.iter().map(|text| text.rsplit_once(' ').unwrap()).collect();
            let serials: HashSet<&str> = seen.iter().map(|(_, serial)| *serial).collect();
            prop_assert_eq!(serials.len(), seen.len(), "two places share a state: {:?}", seen);
            // A row whose key is the only one, now and ever since it was first seen, has the state that it had.
            for (key, inner) in &lists {
                let rows = lists.iter().filter(|(other, _)| other == key).count();
                let path = format!("row {key}");
                let own = seen.iter().find(|(of, _)| *of == path).unwrap().1.to_owned();
                prop_assert!(
                    rows > 1 || *known.entry(path.clone()).or_insert_with(|| own.clone()) == own,
                    "{} is {}",
                    path,
                    own
                );
                for item in inner.iter().filter(|_| rows == 1) {
                    let path = format!("row {key}/{item}");
                    let own = seen.iter().find(|(of, _)| *of == path).unwrap().1.to_owned();
                    let twins = inner.iter().filter(|other| *other == item).count();
                    prop_assert!(
                        twins > 1 || *known.entry(path.clone()).or_insert_with(|| own.clone()) == own,
                        "{} is {}",
                        path,
                        own
                    );
                }
            }
        }
        prop_assert_eq!(app.errors(), Vec::<String>::new());
        Ok(())
    };
    runner(200).run(&turns, run).unwrap_or_else(|error| panic!("{error}"));
}
