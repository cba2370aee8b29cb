//! The window: built hidden and in the page's colours, shown by the app thread with the first frame, going nowhere.

use std::path::PathBuf;

use tauri::utils::config::Color;
use tauri::webview::{NewWindowResponse, PermissionResponse};
use tauri::{AppHandle, WebviewUrl, WebviewWindow, WebviewWindowBuilder};

use crate::commands::MAIN_LABEL;
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

/// Builds the main window, hidden, with its webview's files in `webview_dir`.
///
/// # Errors
///
/// As the system refuses.
pub(crate) fn build(app: &AppHandle, look: &Look, webview_dir: PathBuf) -> tauri::Result<WebviewWindow> {
    let window = WebviewWindowBuilder::new(app, MAIN_LABEL, WebviewUrl::App("index.html".into()))
        .title(&look.title)
        .inner_size(look.size.0, look.size.1)
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
        .build()?;
    // Only now has the toolkit asked the desktop which of the two it prefers.
    window.set_background_color(Some(if prefers_dark(&window) { DARK } else { LIGHT }))?;
    #[cfg(target_os = "linux")]
    window.with_webview(|webview| crate::linux::prepare(&webview.inner()))?;
    Ok(window)
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
