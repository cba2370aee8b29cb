//! Checks that the page was built, and tells Tauri the commands that exist: each is denied to every window that no
//! capability names it for.

use std::path::Path;

/// The page that `tauri.conf.json` embeds.
const PAGE: &str = "../ui/dist/index.html";

const COMMANDS: &[&str] = &[
    "consent_grant",
    "consent_withdraw",
    "data_erase",
    "data_export",
    "data_import",
    "mirror_ack",
    "record_delete",
    "record_get",
    "record_put",
    "session_clear",
    "session_create",
    "session_list",
    "session_restore",
    "session_revoke",
    "session_rotate",
    "session_status",
    "ui_event",
    "ui_ready",
];

fn main() {
    println!("cargo::rerun-if-changed={PAGE}");
    if !Path::new(PAGE).is_file() {
        println!("cargo::error=the page is not built: run `cargo xtask setup`");
        return;
    }
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    if let Err(error) = tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest)) {
        println!("cargo::error={error:#}");
    }
}
