//! The difference: whatever an app changes, the page ends up as if it had been built anew, and what only moved was moved.

use std::cell::RefCell;
use std::rc::Rc;

use hyperdiv::prelude::*;
use hyperdiv::testing::{Harness, Role};

/// A small generator of its own, so that a failing seed can be run again on any machine (SplitMix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }
}

/// What the app shows: each kind of element, in lists, nested, with and without optional properties.
#[derive(Clone, Debug)]
struct Item {
    id: u64,
    kind: u8,
    label: u8,
    style: u8,
    children: Vec<Item>,
}

fn random_item(random: &mut Random, id: &mut u64, depth: usize) -> Item {
    *id += 1;
    let own = *id;
    let count = if depth == 0 { 0 } else { random.below(4) };
    let kind = random.below(6) as u8;
    let children = (0..count).map(|_| random_item(random, id, depth - 1)).collect();
    Item { id: own, kind, label: random.below(4) as u8, style: random.below(4) as u8, children }
}

fn edit(random: &mut Random, id: &mut u64, items: &mut Vec<Item>, depth: usize) {
    for _ in 0..=random.below(3) {
        let at = random.below(items.len());
        match random.below(7) {
            0 => items.insert(random.below(items.len() + 1), random_item(random, id, depth)),
            1 if !items.is_empty() => _ = items.remove(at),
            2 if !items.is_empty() => {
                let moved = items.remove(at);
                items.insert(random.below(items.len() + 1), moved);
            }
            3 => items.reverse(),
            4 if !items.is_empty() => items[at].label = random.below(4) as u8,
            5 if !items.is_empty() => items[at].style = random.below(4) as u8,
            6 if !items.is_empty() && depth > 0 => edit(random, id, &mut items[at].children, depth - 1),
            _ => {}
        }
    }
}

fn show(ui: &Ui, items: &[Item]) {
    ui.each(
        items,
        |item| item.id,
        |item| {
            let label = ["", "short", "a text that is longer than sixteen bytes", "\"<b>&\u{e9}\u{2028}"]
                [usize::from(item.label)];
            match item.kind {
                0 => _ = ui.text(label).maybe(item.style > 1, |text| text.margin(f64::from(item.style))),
                1 => {
                    _ = ui
                        .button(label)
                        .disabled(item.style == 1)
                        .maybe(item.style > 1, |it| it.variant(Variant::Danger))
                }
                2 => _ = ui.text_input(label).default_value(format!("value {}", item.style)),
                3 => _ = ui.checkbox(label).default_checked(item.style % 2 == 1),
                _ => {
                    let container = if item.kind == 4 { ui.vbox() } else { ui.hbox().align(Align::Center) };
                    match item.style {
                        0 => {}
                        1 => _ = container.gap(1.0),
                        2 => _ = container.padding(Length::Px(4.0)).gap(2.0),
                        _ => _ = container.gap(2.0).padding(Length::Px(4.0)).justify(Justify::End),
                    }
                    container.with(|| show(ui, &item.children));
                    // A second visit adds behind the first.
                    if item.label == 3 {
                        container.with(|| _ = ui.text("footer"));
                    }
                }
            }
            // Without a key of its own, and not always there.
            if item.label == 1 {
                ui.text(format_args!("note {}", item.style));
            }
        },
    );
}

fn app(items: Rc<RefCell<Vec<Item>>>) -> impl Fn(&Ui) -> Result + 'static {
    move |ui| {
        _ = ui.button("Look").clicked();
        let items = items.borrow().clone();
        show(ui, &items);
        Ok(())
    }
}

#[test]
fn a_patched_page_equals_one_built_anew() {
    for seed in 0..300 {
        let mut random = Random(seed);
        let mut id = 0;
        let items: Vec<Item> = (0..random.below(6)).map(|_| random_item(&mut random, &mut id, 3)).collect();
        let shared = Rc::new(RefCell::new(items));
        let mut harness = Harness::new(app(Rc::clone(&shared)));
        for step in 0..12 {
            edit(&mut random, &mut id, &mut shared.borrow_mut(), 3);
            harness.click(Role::Button, "Look");
            let fresh = Harness::new(app(Rc::new(RefCell::new(shared.borrow().clone()))));
            assert_eq!(harness.tree(), fresh.tree(), "seed {seed}, step {step}");
        }
        assert_eq!(harness.errors(), Vec::<String>::new(), "seed {seed}");
    }
}

/// The rows of a list as the page has them, with the ids on the wire.
fn ids(harness: &mut Harness, rows: &[u64]) -> Vec<u32> {
    rows.iter().map(|row| harness.wire_id(Role::Button, &format!("row {row}"))).collect()
}

fn rows(list: &Rc<RefCell<Vec<u64>>>) -> Harness {
    let shared = Rc::clone(list);
    Harness::new(move |ui| {
        _ = ui.button("Look").clicked();
        let rows = shared.borrow().clone();
        ui.each(rows, |row| *row, |row| ui.button(format_args!("row {row}")));
        Ok(())
    })
}

#[test]
fn elements_that_only_change_places_are_moved_and_never_made_again() {
    let list = Rc::new(RefCell::new((0..300).collect::<Vec<u64>>()));
    let mut harness = rows(&list);
    let all: Vec<u64> = (0..300).collect();
    let before = ids(&mut harness, &all);
    list.borrow_mut().reverse();
    harness.click(Role::Button, "Look");
    assert_eq!(ids(&mut harness, &all), before, "a row was made again");
    let reversed: Vec<String> = all.iter().rev().map(|row| format!("row {row}")).collect();
    assert_eq!(harness.names(Role::Button)[1..], reversed);

    // One row moved: one move on the wire, whatever the length of the list.
    let first = list.borrow_mut().remove(0);
    list.borrow_mut().push(first);
    harness.click(Role::Button, "Look");
    assert!(harness.last_patch_bytes() < 64, "{} bytes for one move", harness.last_patch_bytes());
    assert_eq!(ids(&mut harness, &all), before);
}

#[test]
fn a_changed_style_sends_that_declaration_alone() {
    let wide = Rc::new(RefCell::new(false));
    let shared = Rc::clone(&wide);
    let mut harness = Harness::new(move |ui| {
        _ = ui.button("Look").clicked();
        let gap = if *shared.borrow() { 9.5 } else { 1.0 };
        ui.vbox().padding(2.0).gap(gap).align(Align::Center).with(|| _ = ui.text("inside"));
        Ok(())
    });
    *wide.borrow_mut() = true;
    harness.click(Role::Button, "Look");
    assert!(harness.tree().contains(":gap=\"9.5rem\""), "\n{}", harness.tree());
    assert!(harness.last_patch_bytes() < 64, "{} bytes for one declaration", harness.last_patch_bytes());
}

#[test]
fn a_thousand_rows_are_small_on_the_wire() {
    let harness = Harness::new(|ui| {
        ui.each(
            0..1000_u32,
            |row| *row,
            |row| {
                ui.hbox().with(|| {
                    ui.text(row);
                    ui.text(format_args!("a pretty large label, number {row}"));
                    _ = ui.button("x").clicked();
                });
            },
        );
        Ok(())
    });
    assert_eq!(harness.count(Role::Button), 1000);
    assert!(harness.last_patch_bytes() <= 99_000, "{} bytes", harness.last_patch_bytes());
}

#[test]
fn a_text_that_repeats_is_sent_once() {
    let text = "the same long text in every single row of the list";
    let harness = Harness::new(move |ui| {
        ui.each(0..100_u32, |row| *row, |_| ui.text(text));
        Ok(())
    });
    assert_eq!(harness.get_all(Role::Text, text).len(), 100);
    assert!(harness.last_patch_bytes() < 100 * 20, "{} bytes", harness.last_patch_bytes());
}

#[test]
fn ten_thousand_changing_states_do_not_pile_up() {
    // 60 turns of 2,000 new rows each: were nothing let go, 120,000 states would stay.
    let round = Rc::new(RefCell::new(0_u64));
    let made = Rc::new(RefCell::new(0_u64));
    let (shared, count) = (Rc::clone(&round), Rc::clone(&made));
    let mut harness = Harness::new(move |ui| {
        _ = ui.button("Look").clicked();
        let round = *shared.borrow();
        ui.each(
            round * 2000..(round + 1) * 2000,
            |row| *row,
            |_| {
                ui.state(|| *count.borrow_mut() += 1);
            },
        );
        Ok(())
    });
    for next in 1..60 {
        *round.borrow_mut() = next;
        harness.click(Role::Button, "Look");
    }
    assert_eq!(*made.borrow(), 60 * 2000);
    *round.borrow_mut() = 58;
    harness.click(Role::Button, "Look");
    assert_eq!(*made.borrow(), 60 * 2000, "a state of two turns ago was let go");
    *round.borrow_mut() = 0;
    harness.click(Role::Button, "Look");
    assert_eq!(*made.borrow(), 61 * 2000, "the oldest states were kept beyond the limit");
}
