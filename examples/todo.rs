//! A list of things to do: pages by address, a form, rows that run only when they have changed, and the list kept on this
//! computer once somebody has agreed to that.
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

#[derive(Route, Clone, Debug, PartialEq)]
enum Page {
    #[route("/")]
    List,
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
            Some(Page::List) => list(ui, todos),
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
fn list(ui: &Ui, todos: Stored<'_, Vec<Todo>>) -> Result {
    ui.window().set_title("To do");
    ui.h1("To do");
    let mut form = ui.form::<NewTodo>().submit_label("Add").reset_on_submit(true).show();
    if let Some(NewTodo { title, priority }) = form.submitted() {
        todos.update(|todos| {
            let id = todos.iter().map(|todo| todo.id + 1).max().unwrap_or(0);
            todos.push(Todo { id, title, priority, done: false });
        })?;
    }
    let shown = todos.cloned()?;
    let open = shown.iter().filter(|todo| !todo.done).count();
    ui.text(match open {
        0 => "Nothing is left to do.".to_owned(),
        1 => "One thing is left.".to_owned(),
        open => format!("{open} things are left."),
    });
    ui.each(shown, |todo| todo.id, |todo| row(ui, todo, todos))
}

#[component]
fn row(ui: &Ui, todo: Todo, todos: Stored<'_, Vec<Todo>>) -> Result {
    ui.hbox().gap(1.0).align(Align::Center).with(|| -> Result {
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
        Ok(())
    })
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
