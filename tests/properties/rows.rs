//! An app that shows any tree that it is told, and what it then must show.

use std::collections::HashMap;

use hyperdiv::prelude::*;
use hyperdiv::testing::Role;
use proptest::prelude::*;

const LABELS: [&str; 4] = ["", "short", "a text that is longer than sixteen bytes", "\"<b>&\u{e9}\u{2028}"];

/// What the log says of such apps: that a guarded part has failed, and that a part which is made apart keeps its memo from being left out.
pub(crate) const EXPECTED: [&str; 2] = ["inside the boundary", "the memo runs every time"];

/// Something on the page, with what is in it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Item {
    pub(crate) id: u32,
    pub(crate) part: Part,
    pub(crate) label: u8,
    pub(crate) style: u8,
    /// Not described for the time being.
    pub(crate) away: bool,
    pub(crate) children: Vec<Item>,
}

/// What it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Part {
    Text,
    Button,
    Field,
    Box,
    Stack,
    Row,
    Card,
    /// Run again only where something in it has changed.
    Memo,
    /// Made before what stands in front of it.
    Detached,
    /// Replaced by its failure, where the style says that it fails.
    Guarded,
}

impl Part {
    pub(crate) fn has_children(self) -> bool {
        !matches!(self, Part::Text | Part::Button | Part::Field | Part::Box)
    }
}

pub(crate) fn part() -> impl Strategy<Value = Part> {
    prop_oneof![
        Just(Part::Text),
        Just(Part::Button),
        Just(Part::Field),
        Just(Part::Box),
        Just(Part::Stack),
        Just(Part::Row),
        Just(Part::Card),
        Just(Part::Memo),
        Just(Part::Detached),
        Just(Part::Guarded),
    ]
}

/// An item whose id, and those in it, are still to be given.
pub(crate) fn item() -> impl Strategy<Value = Item> {
    let bare = (part(), 0..4_u8, 0..4_u8, prop::bool::weighted(0.1));
    let leaf = bare.prop_map(|(part, label, style, away)| Item {
        id: 0,
        part,
        label,
        style,
        away,
        children: Vec::new(),
    });
    leaf.prop_recursive(3, 16, 4, |inner| {
        (part(), 0..4_u8, 0..4_u8, prop::collection::vec(inner, 0..4)).prop_map(
            |(part, label, style, children)| Item { id: 0, part, label, style, away: false, children },
        )
    })
}

/// What the person has done to an item, which stays with its id whatever becomes of its place.
#[derive(Clone, Default)]
pub(crate) struct Done {
    pub(crate) pressed: u32,
    pub(crate) typed: Option<String>,
    pub(crate) ticked: Option<bool>,
}

/// How often buttons were pressed, which texts far from them show.
#[derive(Default)]
struct Presses(u32);

/// Shows `items`, each with a state that was made from its id.
pub(crate) fn show(ui: &Ui, items: &[Item]) {
    ui.each(
        items,
        |item| item.id,
        |item| {
            if item.away {
                return;
            }
            let (own, pressed) = (ui.state(|| item.id), ui.state(|| 0_u32));
            let label = LABELS[usize::from(item.label)];
            match item.part {
                Part::Text => match item.style {
                    3 => _ = ui.text(format!("{label} {}", ui.global::<Presses>().with(|presses| presses.0))),
                    style => _ = ui.text(label).maybe(style > 1, |it| it.margin(f64::from(style))),
                },
                Part::Button => {
                    let name = format!("{} {label} {}", own.get(), pressed.get());
                    let button = ui.button(name).disabled(item.style == 1);
                    if button.maybe(item.style > 1, |it| it.variant(Variant::Danger)).clicked() {
                        pressed.update(|pressed| *pressed += 1);
                        ui.global::<Presses>().update(|presses| presses.0 += 1);
                    }
                }
                Part::Field => {
                    let field = ui.text_input(format!("{} {label}", own.get()));
                    field.default_value(format!("value {}", item.style)).disabled(item.style == 1);
                }
                Part::Box => {
                    let field = ui.checkbox(format!("{} {label}", own.get()));
                    field.default_checked(item.style == 2).disabled(item.style == 1);
                }
                Part::Card => ui.card().with(|| show(ui, &item.children)),
                Part::Memo => ui.memo(item.children.clone(), || show(ui, &item.children)),
                Part::Detached => {
                    let part = ui.detached(|| show(ui, &item.children));
                    ui.text(format!("before {}", own.get()));
                    part.place();
                }
                Part::Guarded => ui.boundary(
                    || {
                        show(ui, &item.children);
                        if item.style == 1 { Err(Error::new("this part is to fail")) } else { Ok(()) }
                    },
                    |_| _ = ui.text(format!("failed {}", own.get())),
                ),
                Part::Stack | Part::Row => {
                    let container = if item.part == Part::Row { ui.hbox() } else { ui.vbox() };
                    match item.style {
                        0 => {}
                        1 => _ = container.gap(1.0),
                        2 => _ = container.padding(Length::Px(4.0)).gap(2.0),
                        _ => _ = container.gap(2.0).padding(Length::Px(4.0)).align(Align::Center),
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
                ui.text(format!("note {}", own.get()));
            }
        },
    );
}

/// A role, an accessible name, a value, and whether it is switched off.
pub(crate) type Seen = (Role, String, String, bool);

fn put(seen: &mut Vec<Seen>, role: Role, name: &str, value: String, disabled: bool) {
    seen.push((role, name.trim().to_owned(), value, disabled));
}

/// What a page must have on it, in order.
pub(crate) fn expected(items: &[Item], done: &HashMap<u32, Done>, seen: &mut Vec<Seen>) {
    for item in items.iter().filter(|item| !item.away) {
        let (id, label, disabled) = (item.id, LABELS[usize::from(item.label)], item.style == 1);
        let done_to = done.get(&id).cloned().unwrap_or_default();
        match item.part {
            Part::Text if item.style == 3 => {
                let presses: u32 = done.values().map(|done| done.pressed).sum();
                put(seen, Role::Text, &format!("{label} {presses}"), String::new(), false);
            }
            Part::Text => put(seen, Role::Text, label, String::new(), false),
            Part::Button => {
                put(
                    seen,
                    Role::Button,
                    &format!("{id} {label} {}", done_to.pressed),
                    String::new(),
                    disabled,
                );
            }
            Part::Field => {
                let value = done_to.typed.unwrap_or_else(|| format!("value {}", item.style));
                put(seen, Role::Textbox, &format!("{id} {label}"), value, disabled);
            }
            Part::Box => {
                let ticked = done_to.ticked.unwrap_or(item.style == 2);
                put(seen, Role::Checkbox, &format!("{id} {label}"), ticked.to_string(), disabled);
            }
            Part::Guarded if item.style == 1 => {
                put(seen, Role::Text, &format!("failed {id}"), String::new(), false);
            }
            Part::Detached => {
                put(seen, Role::Text, &format!("before {id}"), String::new(), false);
                expected(&item.children, done, seen);
            }
            Part::Card | Part::Memo | Part::Guarded => expected(&item.children, done, seen),
            Part::Stack | Part::Row => {
                expected(&item.children, done, seen);
                if item.label == 3 {
                    put(seen, Role::Text, "footer", String::new(), false);
                }
            }
        }
        if item.label == 1 {
            put(seen, Role::Text, &format!("note {id}"), String::new(), false);
        }
    }
}
