//! What only WebKitGTK and GTK need.

mod desktop;
mod page_processes;

use std::cell::{Cell, RefCell};
use std::path::Path;
use std::rc::Rc;
use std::time::{Duration, Instant};

use gtk::gdk;
use gtk::glib::{Cast, ObjectExt, Propagation};
use gtk::prelude::{GtkSettingsExt, GtkWindowExt, WidgetExt};
use hyperdiv_core::ThemeMode;
use webkit2gtk::{
    ContextMenuAction, ContextMenuExt, ContextMenuItemExt, HardwareAccelerationPolicy, SettingsExt,
    WebContextExt, WebProcessTerminationReason, WebView, WebViewExt,
};

pub(crate) use desktop::{choose_file, choose_place, confirm, copy, leave_clipboard, notify};
pub(crate) use page_processes::end_page_processes;

use crate::log::{Level, say};

/// How often in [`RESTART_SPAN`] a page is built again after its process ended. One that ends faster than that would only
/// keep the computer busy.
const MOST_RESTARTS: u32 = 5;
const RESTART_SPAN: Duration = Duration::from_secs(30);

/// Ids of starts are shorter.
const LONGEST_STARTUP_ID: usize = 256;

/// Whether windows can be opened at all. Tauri would panic where they cannot.
pub(crate) fn has_display() -> bool {
    gtk::init().is_ok()
}

/// Whether the desktop prefers dark windows, as WebKit decides it for `prefers-color-scheme`.
pub(crate) fn prefers_dark() -> bool {
    gtk::Settings::default().is_some_and(|settings| {
        settings.is_gtk_application_prefer_dark_theme()
            || settings
                .gtk_theme_name()
                .is_some_and(|name| name.ends_with("-dark") || name.ends_with("-Dark"))
    })
}

/// What the desktop calls the start of this process, if it says so: the id that X11 gives it, or Wayland's token for it.
pub(crate) fn startup_id() -> Option<String> {
    // As the process was started with it: GTK takes it from the environment before `main`.
    startup_id_in(&std::fs::read("/proc/self/environ").ok()?)
}

fn startup_id_in(environment: &[u8]) -> Option<String> {
    let of = |name: &str| {
        let value = environment.split(|byte| *byte == 0).find_map(|entry| {
            let value = entry.strip_prefix(name.as_bytes())?.strip_prefix(b"=")?;
            str::from_utf8(value).ok()
        })?;
        let sound =
            !value.is_empty() && value.len() <= LONGEST_STARTUP_ID && !value.contains(char::is_control);
        sound.then(|| value.to_owned())
    };
    of("DESKTOP_STARTUP_ID").or_else(|| of("XDG_ACTIVATION_TOKEN"))
}

/// Brings a window that is shown to the front. On X11 a window manager compares the times at which the person did things,
/// and leaves behind what is asked for with an old one: it is the time of the start, or now.
pub(crate) fn present(window: &gtk::ApplicationWindow, startup_id: Option<&str>) {
    if !window.is_visible() {
        return;
    }
    let startup_id = startup_id.filter(|id| id.len() <= LONGEST_STARTUP_ID && !id.contains('\0'));
    if let Some(id) = startup_id {
        window.set_startup_id(id);
    }
    window.deiconify();
    let asked = startup_id.and_then(time_of).or_else(|| server_time(window));
    window.present_with_time(asked.unwrap_or(gdk::ffi::GDK_CURRENT_TIME as u32));
}

/// The time in an id of X11, in milliseconds of the X server.
fn time_of(startup_id: &str) -> Option<u32> {
    startup_id.rsplit_once("_TIME")?.1.parse().ok().filter(|time| *time != 0)
}

/// The time of the X server, if it is one that shows the window.
fn server_time(window: &gtk::ApplicationWindow) -> Option<u32> {
    let window = window.window()?.downcast::<gdkx11::X11Window>().ok()?;
    Some(gdkx11::functions::x11_get_server_time(&window))
}

/// Light or dark, as the toolkit draws its own and tells its pages: the desktop's preference, or the person's choice in
/// its place.
struct Preference {
    settings: gtk::Settings,
    desktop_dark: Cell<bool>,
    chosen_dark: Cell<Option<bool>>,
}

thread_local! {
    static PREFERENCE: RefCell<Option<Rc<Preference>>> = const { RefCell::new(None) };
}

/// Lets the toolkit follow the person's choice, or the desktop again. First to be called once the toolkit has asked the
/// desktop, and always on the main thread.
pub(crate) fn choose_theme(mode: ThemeMode) {
    let Some(preference) = preference() else { return };
    preference.chosen_dark.set(match mode {
        ThemeMode::Light => Some(false),
        ThemeMode::Dark => Some(true),
        ThemeMode::System => None,
    });
    preference.apply();
}

fn preference() -> Option<Rc<Preference>> {
    PREFERENCE.with_borrow_mut(|slot| {
        if slot.is_none() {
            let settings = gtk::Settings::default()?;
            let desktop_dark = Cell::new(settings.is_gtk_application_prefer_dark_theme());
            let preference = Rc::new(Preference { settings, desktop_dark, chosen_dark: Cell::new(None) });
            let weak = Rc::downgrade(&preference);
            preference.settings.connect_gtk_application_prefer_dark_theme_notify(move |_| {
                if let Some(preference) = weak.upgrade() {
                    preference.changed();
                }
            });
            *slot = Some(preference);
        }
        slot.clone()
    })
}

impl Preference {
    fn wanted(&self) -> bool {
        self.chosen_dark.get().unwrap_or(self.desktop_dark.get())
    }

    fn apply(&self) {
        if self.settings.is_gtk_application_prefer_dark_theme() != self.wanted() {
            self.settings.set_gtk_application_prefer_dark_theme(self.wanted());
        }
    }

    /// Where it was not this program that changed it, the desktop has another preference from now on.
    fn changed(&self) {
        let now = self.settings.is_gtk_application_prefer_dark_theme();
        if now != self.wanted() {
            self.desktop_dark.set(now);
            self.apply();
        }
    }
}

/// Whether the desktop tells where windows are. Wayland does not.
pub(crate) fn tells_places() -> bool {
    gtk::gdk::Display::default().is_some_and(|display| display.type_().name() != "GdkWaylandDisplay")
}

/// Calls `then` when the window is maximised, or no more: Tauri does not tell.
pub(crate) fn on_state_change(window: &gtk::ApplicationWindow, then: impl Fn() + 'static) {
    window.connect_window_state_event(move |_, _| {
        then();
        Propagation::Proceed
    });
}

/// Sets what Tauri has no name for. Called before the page's process has got its first document.
pub(crate) fn prepare(webview: &WebView) {
    if let Some(context) = webview.context() {
        let languages = crate::locale::languages(|name| std::env::var(name).ok());
        let languages: Vec<&str> = languages.iter().map(String::as_str).collect();
        context.set_preferred_languages(&languages);
    }
    if !has_graphics_processor(Path::new("/dev"))
        && let Some(settings) = WebViewExt::settings(webview)
    {
        settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
    }
    restart_with_its_process(webview);
    webview.connect_context_menu(|_, menu, _, _| {
        for item in menu.items() {
            if !is_offered(item.stock_action(), cfg!(debug_assertions)) {
                menu.remove(&item);
            }
        }
        // `true`: show no menu at all, rather than an empty one.
        menu.n_items() == 0
    });
}

/// Whether the system has anything that accelerates drawing. Where there is nothing, as in many virtual machines, the same
/// commands would be compiled for the main processor, a third of a second before the first frame, and slower after it.
fn has_graphics_processor(devices: &Path) -> bool {
    // The driver of NVIDIA's own; the one of Windows' subsystem for Linux.
    let others = ["nvidiactl", "dxg"];
    let render_nodes = std::fs::read_dir(devices.join("dri")).into_iter().flatten().flatten();
    render_nodes
        .filter_map(|node| node.file_name().into_string().ok())
        .any(|name| name.starts_with("renderD"))
        || others.iter().any(|name| devices.join(name).exists())
}

/// Builds the page again when its process has ended. The runtime keeps everything; the page asks for the whole tree.
fn restart_with_its_process(webview: &WebView) {
    let since = Cell::new(Instant::now());
    let restarts = Cell::new(0);
    webview.connect_web_process_terminated(move |webview, reason| {
        if reason == WebProcessTerminationReason::TerminatedByApi {
            return;
        }
        if since.get().elapsed() > RESTART_SPAN {
            since.set(Instant::now());
            restarts.set(0);
        }
        restarts.set(restarts.get() + 1);
        if restarts.get() > MOST_RESTARTS {
            say(
                Level::Error,
                "the page's process keeps ending; the window stays empty until the app is started again",
            );
            return;
        }
        say(Level::Warn, format_args!("the page's process ended ({reason:?}); building the page again"));
        webview.reload();
    });
}

/// Whether the context menu offers this. A page that can be reloaded, left or inspected belongs into a browser.
fn is_offered(action: ContextMenuAction, developer: bool) -> bool {
    use ContextMenuAction as A;
    match action {
        A::Copy
        | A::Cut
        | A::Paste
        | A::Delete
        | A::SelectAll
        | A::InputMethods
        | A::Unicode
        | A::InsertEmoji
        | A::SpellingGuess
        | A::NoGuessesFound
        | A::IgnoreSpelling
        | A::LearnSpelling
        | A::CopyLinkToClipboard
        | A::CopyImageToClipboard => true,
        A::Reload | A::InspectElement => developer,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_is_called_as_the_desktop_says() {
        let check = |environment: &[u8], expected: Option<&str>| {
            assert_eq!(startup_id_in(environment).as_deref(), expected);
        };
        check(b"A=1\0DESKTOP_STARTUP_ID=gnome-1_TIME42\0XDG_ACTIVATION_TOKEN=t\0", Some("gnome-1_TIME42"));
        check(b"DESKTOP_STARTUP_ID=\0XDG_ACTIVATION_TOKEN=t\0", Some("t"));
        check(b"DESKTOP_STARTUP_IDS=x\0", None);
        check(b"DESKTOP_STARTUP_ID=a\nb\0", None);
        check(b"DESKTOP_STARTUP_ID=\xff\0", None);
        check(b"", None);
    }

    #[test]
    fn the_time_of_a_start_is_in_its_id() {
        assert_eq!(time_of("gnome-shell-1234-host_TIME4567"), Some(4567));
        assert_eq!(time_of("a_TIME1_TIME2"), Some(2));
        for none in ["", "token", "a_TIME", "a_TIME0", "a_TIME-1", "a_TIME99999999999"] {
            assert_eq!(time_of(none), None, "{none}");
        }
    }

    #[test]
    fn a_graphics_processor_is_found_by_its_device() {
        let devices = tempfile::tempdir().unwrap();
        assert!(!has_graphics_processor(devices.path()));
        std::fs::create_dir(devices.path().join("dri")).unwrap();
        std::fs::write(devices.path().join("dri/card0"), "").unwrap();
        assert!(!has_graphics_processor(devices.path()), "a screen alone");
        std::fs::write(devices.path().join("dri/renderD128"), "").unwrap();
        assert!(has_graphics_processor(devices.path()));

        let devices = tempfile::tempdir().unwrap();
        std::fs::write(devices.path().join("nvidiactl"), "").unwrap();
        assert!(has_graphics_processor(devices.path()));
    }

    #[test]
    fn a_released_app_is_no_browser() {
        for action in [
            ContextMenuAction::Reload,
            ContextMenuAction::InspectElement,
            ContextMenuAction::GoBack,
            ContextMenuAction::OpenLinkInNewWindow,
            ContextMenuAction::DownloadImageToDisk,
        ] {
            assert!(!is_offered(action, false), "{action:?}");
        }
        assert!(is_offered(ContextMenuAction::InspectElement, true));
        assert!(is_offered(ContextMenuAction::Paste, false));
    }
}
