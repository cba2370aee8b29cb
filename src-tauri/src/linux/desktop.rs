//! What an app asks of the desktop, through GTK and the session bus. All of it on the main thread.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::path::PathBuf;
use std::rc::Rc;

use gtk::gio;
use gtk::glib::{ToVariant, Variant};
use gtk::prelude::{DialogExt, FileChooserExt, GtkWindowExt, MessageDialogExt, NativeDialogExt, WidgetExt};

use crate::log::{Level, say};

/// How long a notification service may take to answer, in milliseconds.
const NOTIFIED_MS: i32 = 5000;

thread_local! {
    static COPIED: Cell<bool> = const { Cell::new(false) };
}

fn clipboard() -> gtk::Clipboard {
    gtk::Clipboard::get(&gtk::gdk::SELECTION_CLIPBOARD)
}

/// Writes a text to the clipboard.
pub(crate) fn copy(text: &str) {
    clipboard().set_text(&without_nul(text));
    COPIED.set(true);
}

/// The program ends: what it has copied stays, where something on the desktop keeps it.
pub(crate) fn leave_clipboard() {
    if COPIED.get() {
        clipboard().store();
    }
}

/// C ends a text there.
fn without_nul(text: &str) -> String {
    text.replace('\0', "")
}

/// Shows a notification, if something on the session bus does that.
pub(crate) fn notify(title: &str, body: &str) {
    let arguments = notification(title, body);
    gio::bus_get(gio::BusType::Session, gio::Cancellable::NONE, move |bus| {
        let bus = match bus {
            Ok(bus) => bus,
            Err(error) => return not_shown(&error),
        };
        bus.call(
            Some("org.freedesktop.Notifications"),
            "/org/freedesktop/Notifications",
            "org.freedesktop.Notifications",
            "Notify",
            Some(&arguments),
            None,
            gio::DBusCallFlags::NONE,
            NOTIFIED_MS,
            gio::Cancellable::NONE,
            |answer| {
                if let Err(error) = answer {
                    not_shown(&error);
                }
            },
        );
    });
}

fn not_shown(error: &gtk::glib::Error) {
    // The bus's own words: neither the title nor the text is in them.
    say(Level::Warn, format_args!("the desktop showed no notification: {error}"));
}

/// The arguments of the Desktop Notifications Specification, 1.2. The body is markup there, and what the app says is text.
fn notification(title: &str, body: &str) -> Variant {
    let app = gtk::glib::application_name().or_else(gtk::glib::prgname);
    let body = without_nul(body).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let hints: HashMap<String, Variant> = HashMap::new();
    let no_actions: Vec<String> = Vec::new();
    (app.as_deref().unwrap_or(""), 0_u32, "", without_nul(title), body, no_actions, hints, -1_i32)
        .to_variant()
}

/// Asks the person for a file to read, and calls `then` with it, or with nothing.
pub(crate) fn choose_file(
    window: Option<&gtk::ApplicationWindow>,
    extensions: &[String],
    then: impl FnOnce(Option<PathBuf>) + 'static,
) {
    let dialog = dialog("Open", window, gtk::FileChooserAction::Open, "_Open");
    if !extensions.is_empty() {
        let filter = gtk::FileFilter::new();
        let names: Vec<String> = extensions.iter().map(|end| format!("*.{}", without_nul(end))).collect();
        filter.set_name(Some(&names.join(", ")));
        for name in &names {
            filter.add_pattern(name);
        }
        dialog.add_filter(filter);
    }
    ask(&dialog, then);
}

/// Asks the person where to write a file, and calls `then` with the place, or with nothing.
pub(crate) fn choose_place(
    window: Option<&gtk::ApplicationWindow>,
    name: &str,
    then: impl FnOnce(Option<PathBuf>) + 'static,
) {
    let dialog = dialog("Save", window, gtk::FileChooserAction::Save, "_Save");
    dialog.set_do_overwrite_confirmation(true);
    // A name, not a way to somewhere.
    dialog.set_current_name(&without_nul(name).replace('/', "-"));
    ask(&dialog, then);
}

/// Asks the person a question with two answers, and calls `then` with whether they agree. Escape, Return and closing it are a no.
pub(crate) fn confirm(
    window: Option<&gtk::ApplicationWindow>,
    (title, text, agree): (&str, &str, &str),
    then: impl FnOnce(bool) + 'static,
) {
    let flags = gtk::DialogFlags::MODAL | gtk::DialogFlags::DESTROY_WITH_PARENT;
    let (kind, buttons) = (gtk::MessageType::Question, gtk::ButtonsType::None);
    let dialog = gtk::MessageDialog::new(window, flags, kind, buttons, title);
    dialog.set_title(title);
    dialog.set_secondary_text(Some(text));
    dialog.add_button("_No", gtk::ResponseType::Cancel);
    dialog.add_button(agree, gtk::ResponseType::Accept);
    dialog.set_default_response(gtk::ResponseType::Cancel);
    let then = RefCell::new(Some(then));
    dialog.connect_response(move |dialog, response| {
        if let Some(then) = then.take() {
            then(response == gtk::ResponseType::Accept);
            dialog.close();
        }
    });
    dialog.show();
}

fn dialog(
    title: &str,
    window: Option<&gtk::ApplicationWindow>,
    action: gtk::FileChooserAction,
    accept: &str,
) -> gtk::FileChooserNative {
    let dialog = gtk::FileChooserNative::new(Some(title), window, action, Some(accept), Some("_Cancel"));
    dialog.set_modal(true);
    dialog
}

fn ask(dialog: &gtk::FileChooserNative, then: impl FnOnce(Option<PathBuf>) + 'static) {
    // Nothing else keeps a native dialog alive: it goes with its answer.
    let kept = Rc::new(RefCell::new(Some((dialog.clone(), then))));
    dialog.connect_response(move |dialog, response| {
        if let Some((_dialog, then)) = kept.take() {
            let chosen = (response == gtk::ResponseType::Accept).then(|| dialog.filename()).flatten();
            then(chosen);
        }
    });
    dialog.show();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notification_is_text_and_has_the_form_that_desktops_expect() {
        let arguments = notification("A\0 <b>", "x < y & <img src=x>\0");
        assert_eq!(arguments.type_().as_str(), "(susssasa{sv}i)");
        assert_eq!(arguments.child_value(3).str(), Some("A <b>"));
        assert_eq!(arguments.child_value(4).str(), Some("x &lt; y &amp; &lt;img src=x&gt;"));
    }
}
