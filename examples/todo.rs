//! A list of things to do: pages by address, one for what is open and one for what is done; titles that are changed in place;
//! what was removed can be brought back; and the list is kept on this computer once somebody has agreed to that.
//!
//! Run with `cargo run --example todo`.

use hyperdiv::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, PartialEq, Serialize, Deserialize)]
struct Todo {
    id: u32,
    title: String,
    priority: Priority,
    done: bool,
}

#[derive(Choice, Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
enum Priority {
    #[default]
    Normal,
    Urgent,
}

#[derive(Form)]
struct NewTodo {
    #[field(label = "What is to be done", required, max_len = 80)]
    title: String,
    priority: Priority,
}

#[derive(Form)]
struct Rename {
    #[field(label = "New title", required, max_len = 80)]
    title: String,
}

#[derive(Route, Clone, Debug, PartialEq)]
enum Page {
    #[route("/")]
    List,
    #[route("/open")]
    Open,
    #[route("/done")]
    Done,
    #[route("/todo/{id}")]
    Detail { id: u32 },
    #[not_found]
    Elsewhere { address: String },
}

pub(crate) fn app(ui: &Ui) -> Result {
    let todos = ui.stored::<Vec<Todo>>("todos");
    ui.vbox().padding(2.0).gap(1.5).max_width(48.0).with(|| -> Result {
        keep(ui)?;
        match ui.route() {
            Some(page @ (Page::List | Page::Open | Page::Done)) => list(ui, todos, page),
            Some(Page::Detail { id }) => detail(ui, todos, id),
            Some(Page::Elsewhere { .. }) | None => {
                ui.h1("There is no such page");
                ui.link(Page::List, "To the list");
                Ok(())
            }
        }
    })
}

/// Asks once whether the list may be kept.
#[component]
fn keep(ui: &Ui) -> Result {
    let session = ui.session();
    if !session.is_authenticated() {
        ui.alert(Variant::Primary, "The list is gone when you close the window.");
        if ui.button("Keep it on this computer").clicked() {
            session.create_new(Consent::Granted)?;
        }
    }
    Ok(())
}

#[component]
fn list(ui: &Ui, todos: Stored<'_, Vec<Todo>>, page: Page) -> Result {
    ui.window().set_title("To do");
    ui.h1("To do");
    let mut form = ui.form::<NewTodo>().submit_label("Add").reset_on_submit(true).show();
    if let Some(NewTodo { title, priority }) = form.submitted() {
        todos.update(|todos| {
            let id = todos.iter().map(|todo| todo.id + 1).max().unwrap_or(0);
            todos.push(Todo { id, title, priority, done: false });
        })?;
    }
    let all = todos.cloned()?;
    let open = all.iter().filter(|todo| !todo.done).count();
    ui.text(match open {
        0 => "Nothing is left to do.".to_owned(),
        1 => "One thing is left.".to_owned(),
        open => format!("{open} things are left."),
    });
    filters(ui, &page);
    let shown = all.iter().filter(|todo| match page {
        Page::Open => !todo.done,
        Page::Done => todo.done,
        _ => true,
    });
    let renaming = ui.state(|| None::<u32>);
    ui.each(shown.cloned(), |todo| todo.id, |todo| row(ui, todo, todos, renaming))?;
    clear(ui, todos, all.len() - open)
}

/// What part of the list is shown, each at an address of its own.
fn filters(ui: &Ui, page: &Page) {
    ui.hbox().gap(1.0).with(|| {
        let parts = [(Page::List, "Everything"), (Page::Open, "What is open"), (Page::Done, "What is done")];
        ui.each(
            parts,
            |(_, label)| *label,
            |(part, label)| {
                let is_shown = part == *page;
                ui.link(part, label).maybe(is_shown, |link| link.font_weight(FontWeight::Bold));
            },
        );
    });
}

/// Removes what is done, all at once, and brings it back where that was a slip.
fn clear(ui: &Ui, todos: Stored<'_, Vec<Todo>>, done: usize) -> Result {
    let removed = ui.state(Vec::<Todo>::new);
    if done > 0 && ui.button("Remove what is done").clicked() {
        let (gone, left) = todos.cloned()?.into_iter().partition(|todo: &Todo| todo.done);
        todos.set(left)?;
        removed.set(gone);
    }
    if removed.with(Vec::is_empty) {
        return Ok(());
    }
    let count = removed.with(Vec::len);
    let text =
        if count == 1 { "One thing is removed.".to_owned() } else { format!("{count} things are removed.") };
    if ui.alert(Variant::Neutral, text).with(|| ui.button("Bring back").clicked()) {
        todos.update(|todos| {
            todos.extend(removed.cloned());
            todos.sort_by_key(|todo| todo.id);
        })?;
        removed.set(Vec::new());
    }
    Ok(())
}

#[component]
fn row(ui: &Ui, todo: Todo, todos: Stored<'_, Vec<Todo>>, renaming: State<'_, Option<u32>>) -> Result {
    let is_renamed = renaming.get() == Some(todo.id);
    let begins = !is_renamed && shown(ui, &todo, todos)?;
    if begins {
        renaming.set(Some(todo.id));
    }
    if is_renamed || begins {
        rename(ui, &todo, todos, renaming, begins)?;
    }
    Ok(())
}

/// A thing as it is, and whether it is to get another title.
fn shown(ui: &Ui, todo: &Todo, todos: Stored<'_, Vec<Todo>>) -> Result<bool> {
    let line = ui.hbox().gap(1.0).align(Align::Center);
    let renames = line.with(|| -> Result<bool> {
        let done = ui.checkbox(&todo.title).default_checked(todo.done).changed();
        if todo.priority == Priority::Urgent {
            ui.text("Urgent").font_color(Hue::Danger.shade(Shade::S600));
        }
        ui.link(Page::Detail { id: todo.id }, format_args!("Details of {}", todo.title));
        if let Some(done) = done {
            todos.update(|todos| {
                todos.iter_mut().filter(|other| other.id == todo.id).for_each(|todo| todo.done = done);
            })?;
        }
        Ok(ui.button(format_args!("Rename {}", todo.title)).clicked())
    })?;
    Ok(renames || line.double_clicked())
}

/// The field for another title, in the place of the thing: Enter saves, Escape leaves it as it was.
fn rename(
    ui: &Ui,
    todo: &Todo,
    todos: Stored<'_, Vec<Todo>>,
    renaming: State<'_, Option<u32>>,
    begins: bool,
) -> Result {
    let mut form =
        ui.form::<Rename>().initial(Rename { title: todo.title.clone() }).submit_label("Save").show();
    if begins {
        form.focus(Rename::TITLE);
    }
    let title = form.submitted().map(|Rename { title }| title);
    if ui.button("Leave it").shortcut("Escape").clicked() || title.is_some() {
        renaming.set(None);
    }
    if let Some(title) = title {
        todos.update(|todos| {
            todos.iter_mut().filter(|other| other.id == todo.id).for_each(|todo| todo.title = title.clone());
        })?;
    }
    Ok(())
}

#[component]
fn detail(ui: &Ui, todos: Stored<'_, Vec<Todo>>, id: u32) -> Result {
    let Some(todo) = todos.cloned()?.into_iter().find(|todo| todo.id == id) else {
        ui.h1("It is gone");
        ui.link(Page::List, "To the list");
        return Ok(());
    };
    ui.window().set_title(&todo.title);
    ui.h1(&todo.title);
    ui.text(if todo.done { "Done." } else { "Not done yet." });
    ui.hbox().gap(1.0).with(|| -> Result {
        ui.link(Page::List, "To the list");
        let sure = ui.dialog("Delete it?");
        if ui.button("Delete").shortcut("Ctrl+Delete").clicked() {
            sure.open();
        }
        let (keep, delete) = sure.with(|| {
            ui.text("It cannot be brought back.");
            // The first one has the focus: what destroys is never a slip of the Enter key.
            ui.hbox().gap(1.0).with(|| {
                (ui.button("Keep it").clicked(), ui.button("Delete it").variant(Variant::Danger).clicked())
            })
        });
        if keep {
            sure.close();
        }
        if delete {
            todos.update(|todos| todos.retain(|todo| todo.id != id))?;
            ui.navigate(Page::List);
            ui.toast("Deleted.");
        }
        Ok(())
    })
}

fn main() -> std::process::ExitCode {
    hyperdiv::App::new("io.hyperdiv.todo").title("To do").run(app)
}
