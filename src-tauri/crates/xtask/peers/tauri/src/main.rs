//! A bare Tauri window with one line of text: what the start-up bench measures an app's start, memory and size beside.

fn main() -> tauri::Result<()> {
    tauri::Builder::default().run(tauri::generate_context!())
}
