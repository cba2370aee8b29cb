//! The app that the benches click through: a toolbar, a counter, and rows of a box, two texts and a button.

use hyperdiv::prelude::*;

#[derive(Clone, PartialEq)]
struct Row {
    id: u32,
    label: String,
}

const ADJECTIVES: [&str; 7] = ["pretty", "large", "small", "tall", "quaint", "plain", "handsome"];
const COLOURS: [&str; 6] = ["red", "yellow", "blue", "green", "purple", "orange"];
const NOUNS: [&str; 5] = ["table", "chair", "house", "sandwich", "pony"];

fn rows(first: u32, count: usize) -> Vec<Row> {
    (first..)
        .take(count)
        .map(|id| {
            let i = id as usize;
            let words = (ADJECTIVES[i % 7], COLOURS[i % 6], NOUNS[i % 5]);
            Row { id, label: format!("{} {} {}", words.0, words.1, words.2) }
        })
        .collect()
}

/// The labels of the buttons above the rows.
pub(crate) const TOOLBAR: [&str; 8] =
    ["create", "append", "update", "swap", "select", "remove", "clear", "count"];

/// Whether the rows run whenever the app does, or only when the list has changed, and of those only the changed ones.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Rows {
    All,
    Memoised,
}

fn show(ui: &Ui, row: &Row, chosen: bool) {
    ui.hbox().maybe(chosen, |row| row.padding(1.0)).with(|| {
        ui.text(row.id);
        ui.text(&row.label);
        _ = ui.button("remove").clicked();
    });
}

/// The app of the benches: a toolbar, a counter, and `count` rows at a time.
pub(crate) fn app(count: usize, which: Rows) -> impl Fn(&Ui) -> Result {
    move |ui| {
        let list = ui.state(Vec::<Row>::new);
        let next = ui.state(|| 1_u32);
        let selected = ui.state(|| 0_u32);
        let counter = ui.state(|| 0_u32);
        let clicked: Vec<bool> = ui
            .hbox()
            .with(|| TOOLBAR.iter().map(|label| ui.scope(label, || ui.button(label).clicked())).collect());
        let more = || {
            let first = next.get();
            next.set(first + count as u32);
            rows(first, count)
        };
        match clicked.iter().position(|clicked| *clicked).map(|at| TOOLBAR[at]) {
            Some("create") => {
                let rows = more();
                list.update(|list| *list = rows);
            }
            Some("append") => {
                let rows = more();
                list.update(|list| list.extend(rows));
            }
            Some("update") => {
                list.update(|list| list.iter_mut().step_by(10).for_each(|row| row.label.push_str(" !!!")));
            }
            Some("swap") => list.update(|list| list.swap(1, count - 2)),
            Some("select") => selected.set(list.with(|list| list[count / 2].id)),
            Some("remove") => list.update(|list| _ = list.remove(count / 3)),
            Some("clear") => list.update(Vec::clear),
            Some("count") => counter.update(|counter| *counter += 1),
            _ => {}
        }
        ui.text(counter.get());
        let chosen = selected;
        match which {
            Rows::All => {
                list.with(|list| ui.each(list, |row| row.id, |row| show(ui, row, row.id == chosen.get())))
            }
            Rows::Memoised => ui.memo((), || {
                list.with(|list| {
                    ui.each(
                        list,
                        |row| row.id,
                        |row| {
                            let chosen = row.id == chosen.get();
                            ui.memo((row.clone(), chosen), || show(ui, row, chosen));
                        },
                    );
                });
            }),
        }
        Ok(())
    }
}
