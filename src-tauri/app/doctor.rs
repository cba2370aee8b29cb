//! `hyperdiv doctor`: what is wrong with this computer or with the data, and what to do about it.

use std::io;

use hyperdiv::Exit;
use hyperdiv::session::home::utc;
use hyperdiv_desktop::doctor::{Entry, Grade, Health, Report};

use crate::apps::APPS;
use crate::line::Line;
use crate::output;

/// Looks, and prints what was found.
///
/// # Errors
///
/// Where standard output does not take what is printed.
pub(crate) fn run(line: &Line) -> io::Result<Exit> {
    let profile = match line.place.named_profile() {
        Ok(profile) => profile,
        Err(error) => {
            error.tell();
            return Ok(error.exit);
        }
    };
    let known: Vec<&str> = APPS.iter().map(|app| app.id).collect();
    let report = Report::new(&known, profile, line.place.data_dir.as_deref());
    if line.json {
        output::json(&report)?;
    } else {
        output::text(&text(&report))?;
    }
    Ok(if report.is_well() { Exit::Done } else { Exit::Failed })
}

fn text(report: &Report) -> String {
    let versions = &report.versions;
    let unknown = || "unknown".to_owned();
    let mut lines = vec![
        fact("hyperdiv", versions.hyperdiv),
        fact("Tauri", versions.tauri),
        fact("Webview", &versions.webview.clone().unwrap_or_else(unknown)),
    ];
    lines.extend(versions.gtk.as_ref().map(|gtk| fact("GTK", gtk)));
    lines.push(fact("Display", report.display.as_deref().unwrap_or("none")));
    lines.push(fact("Data", &entry(report.data.as_ref())));
    lines.push(fact("Runtime", &entry(report.runtime.as_ref())));
    lines.push(fact("Free space", &report.free.map_or_else(unknown, |free| format!("{} MiB", free >> 20))));
    for app in &report.apps {
        lines.push(String::new());
        lines.extend(about(app));
    }
    lines.push(String::new());
    for warning in &report.warnings {
        let grade = match warning.grade {
            Grade::Error => "Error",
            Grade::Warning => "Warning",
        };
        lines.push(format!("{grade}: {}. {}", warning.what.trim_end_matches('.'), warning.advice));
    }
    if report.warnings.is_empty() {
        lines.push("Nothing is wrong.".to_owned());
    }
    lines.iter().map(|line| plain(line) + "\n").collect()
}

fn about(health: &Health) -> Vec<String> {
    let store = match (health.store, health.schema) {
        (Some(store), Some(schema)) => format!("{store} (schema {schema})"),
        (store, _) => store.unwrap_or("not looked at").to_owned(),
    };
    let mut lines = vec![
        format!("{} ({})", health.app, health.profile),
        fact("  Directory", &entry(Some(&health.directory))),
        fact("  Running", &health.pid.map_or_else(|| "no".to_owned(), |pid| format!("process {pid}"))),
        fact("  Store", &store),
    ];
    lines.extend(health.sessions.map(|count| fact("  Sessions", &count.to_string())));
    if let Some(copies) = health.copies.as_ref().filter(|_| health.schema.is_some()) {
        let last = copies.last_snapshot.map_or_else(String::new, |at| format!(", the last of {}", utc(at)));
        lines.push(fact("  Snapshots", &format!("{}{last}", copies.snapshots)));
        let damaged = copies.quarantines.join(", ");
        lines.extend((!damaged.is_empty()).then(|| fact("  Kept aside", &damaged)));
    }
    let log = health.log.as_deref().map_or("none".to_owned(), |log| log.display().to_string());
    lines.push(fact("  Log", &log));
    lines
}

fn fact(name: &str, value: &str) -> String {
    format!("{name:<12} {value}")
}

fn entry(entry: Option<&Entry>) -> String {
    let Some(entry) = entry else { return "none".to_owned() };
    let path = entry.path.display();
    match (entry.owner, &entry.mode) {
        (Some(owner), Some(mode)) => format!("{path} (user {owner}, mode {mode})"),
        _ => format!("{path} (not there)"),
    }
}

/// A line in which no name of a file can begin another, or drive the terminal.
fn plain(line: &str) -> String {
    line.chars().fold(String::with_capacity(line.len()), |mut plain, c| {
        if c.is_control() {
            plain.extend(c.escape_default());
        } else {
            plain.push(c);
        }
        plain
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_forge_a_line() {
        assert_eq!(plain("/tmp/a\nError: b\u{1b}[2J"), "/tmp/a\\nError: b\\u{1b}[2J");
    }
}
