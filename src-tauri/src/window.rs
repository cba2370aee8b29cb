//! The window: built hidden, where it was and in the page's colours, shown by the app thread with the first frame, going
//! nowhere.

use std::path::PathBuf;

use hyperdiv_core::ThemeMode;
use tauri::utils::config::Color;
use tauri::webview::{NewWindowResponse, PermissionResponse};
use tauri::{AppHandle, Monitor, PhysicalPosition, WebviewUrl, WebviewWindow, WebviewWindowBuilder};

use crate::commands::MAIN_LABEL;
use crate::engine::Kept;
use crate::geometry::{Geometry, Screen, Seen};
use crate::links;
use crate::log::{Level, say};

/// What the app says about its window.
#[derive(Clone, Debug)]
pub(crate) struct Look {
    pub(crate) title: String,
    /// Width and height of the content, in logical pixels.
    pub(crate) size: (f64, f64),
}

/// The page's background, so that neither the window nor the webview flashes in another colour before the page is there.
const LIGHT: Color = Color(255, 255, 255, 255);
const DARK: Color = Color(15, 17, 20, 255);

/// Builds the main window, hidden, with its webview's files in `webview_dir`. Answers it with the geometry that it has got.
///
/// # Errors
///
/// As the system refuses.
pub(crate) fn build(
    app: &AppHandle,
    look: &Look,
    kept: Kept,
    webview_dir: PathBuf,
) -> tauri::Result<(WebviewWindow, Geometry)> {
    let first = Geometry { place: None, size: look.size, maximized: false, fullscreen: false };
    let geometry = kept.geometry.unwrap_or(first).fitted(&screens(app));
    let window = hidden(app, MAIN_LABEL, &look.title, geometry.size, webview_dir)?;
    if let Some((x, y)) = geometry.place {
        window.set_position(PhysicalPosition::new(x, y))?;
    }
    if geometry.maximized {
        window.maximize()?;
    }
    if geometry.fullscreen {
        window.set_fullscreen(true)?;
    }
    finish(&window, kept.theme)?;
    Ok((window, geometry))
}

/// Builds a further window of the app, hidden, with the webview's files where the first one has them.
///
/// # Errors
///
/// As the system refuses.
pub(crate) fn build_further(
    app: &AppHandle,
    label: &str,
    look: &Look,
    theme: ThemeMode,
    webview_dir: PathBuf,
) -> tauri::Result<()> {
    let asked = Geometry { place: None, size: look.size, maximized: false, fullscreen: false };
    let size = asked.fitted(&screens(app)).size;
    finish(&hidden(app, label, &look.title, size, webview_dir)?, theme)
}

fn hidden(
    app: &AppHandle,
    label: &str,
    title: &str,
    size: (f64, f64),
    webview_dir: PathBuf,
) -> tauri::Result<WebviewWindow> {
    WebviewWindowBuilder::new(app, label, WebviewUrl::App("index.html".into()))
        .title(title)
        .inner_size(size.0, size.1)
        .visible(false)
        .data_directory(webview_dir)
        .devtools(cfg!(debug_assertions))
        .on_navigation(links::may_navigate)
        .on_new_window(|url, _| {
            links::new_window(&url);
            NewWindowResponse::Deny
        })
        .on_download(|_, _| {
            say(Level::Warn, "refused a download");
            false
        })
        .on_permission_request(|_, kind| {
            say(Level::Warn, format_args!("refused the page a permission: {kind:?}"));
            PermissionResponse::Deny
        })
        .build()
}

/// Gives a window that was just built its colours, and its page what Tauri has no name for.
fn finish(window: &WebviewWindow, theme: ThemeMode) -> tauri::Result<()> {
    // Only now has the toolkit asked the desktop which of the two it prefers.
    let is_dark = match theme {
        ThemeMode::Light => false,
        ThemeMode::Dark => true,
        ThemeMode::System => prefers_dark(window),
    };
    dress(window, theme, is_dark)?;
    #[cfg(target_os = "linux")]
    window.with_webview(|webview| crate::linux::prepare(&webview.inner()))?;
    Ok(())
}

/// Gives the window and what the toolkit draws of it the colours of the page.
///
/// # Errors
///
/// As the system refuses.
pub(crate) fn dress(window: &WebviewWindow, mode: ThemeMode, is_dark: bool) -> tauri::Result<()> {
    window.set_background_color(Some(if is_dark { DARK } else { LIGHT }))?;
    choose(window, mode)
}

/// Lets the toolkit, and with it the page, take the person's choice for what the desktop prefers. So a page that is built
/// again is right from its first pixel on.
#[cfg(target_os = "linux")]
fn choose(window: &WebviewWindow, mode: ThemeMode) -> tauri::Result<()> {
    window.run_on_main_thread(move || crate::linux::choose_theme(mode))
}

#[cfg(not(target_os = "linux"))]
fn choose(window: &WebviewWindow, mode: ThemeMode) -> tauri::Result<()> {
    window.set_theme(match mode {
        ThemeMode::Light => Some(tauri::Theme::Light),
        ThemeMode::Dark => Some(tauri::Theme::Dark),
        ThemeMode::System => None,
    })
}

/// What the window is just now; nothing where it is not seen, or is gone. To be called on the main thread.
pub(crate) fn seen(window: &WebviewWindow) -> Option<Seen> {
    if !window.is_visible().ok()? || window.is_minimized().ok()? {
        return None;
    }
    let size = window.inner_size().ok()?.to_logical::<f64>(window.scale_factor().ok()?);
    let place = if tells_places() { window.outer_position().ok() } else { None };
    Some(Seen {
        place: place.map(|place| (place.x, place.y)),
        size: (size.width, size.height),
        maximized: window.is_maximized().ok()?,
        fullscreen: window.is_fullscreen().ok()?,
    })
}

#[cfg(target_os = "linux")]
fn tells_places() -> bool {
    crate::linux::tells_places()
}

#[cfg(not(target_os = "linux"))]
fn tells_places() -> bool {
    true
}

/// The screens that are there, the main one first.
fn screens(app: &AppHandle) -> Vec<Screen> {
    let main = app.primary_monitor().ok().flatten();
    let all = app.available_monitors().unwrap_or_default();
    main.iter().chain(&all).filter_map(screen).collect()
}

fn screen(monitor: &Monitor) -> Option<Screen> {
    let area = monitor.work_area();
    let screen = Screen {
        x: area.position.x,
        y: area.position.y,
        width: i32::try_from(area.size.width).ok()?,
        height: i32::try_from(area.size.height).ok()?,
        scale: monitor.scale_factor(),
    };
    (screen.width > 0 && screen.height > 0 && screen.scale > 0.0).then_some(screen)
}

/// Brings the window to the front, for a start that the desktop calls `startup_id`. One that is not shown yet stays so: it
/// comes to the front with its first frame.
///
/// # Errors
///
/// As the system refuses.
#[cfg(target_os = "linux")]
pub(crate) fn present(window: &WebviewWindow, startup_id: Option<&str>) -> tauri::Result<()> {
    crate::linux::present(&window.gtk_window()?, startup_id);
    Ok(())
}

/// As on Linux, where nothing more is known of the start.
#[cfg(not(target_os = "linux"))]
pub(crate) fn present(window: &WebviewWindow, _: Option<&str>) -> tauri::Result<()> {
    if window.is_visible()? {
        window.unminimize()?;
        window.set_focus()?;
    }
    Ok(())
}

#[cfg(target_os = "linux")]
fn prefers_dark(_: &WebviewWindow) -> bool {
    crate::linux::prefers_dark()
}

#[cfg(not(target_os = "linux"))]
fn prefers_dark(window: &WebviewWindow) -> bool {
    window.theme().is_ok_and(|theme| theme == tauri::Theme::Dark)
}
