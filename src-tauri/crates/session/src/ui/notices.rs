//! What the person is told where the app cannot begin as usual.

use hyperdiv_core::{Action, Notice, Severity};

use crate::home::{Found, HomeError, Recovery, Source, utc};

pub(super) fn mirror_silent() -> Notice {
    Notice {
        severity: Severity::Question,
        title: "Your sign-in could not be read".into(),
        text: "The window did not tell within five seconds whether you are signed in. Nothing was changed."
            .into(),
        details: Vec::new(),
        actions: vec![Action::Retry, Action::Continue],
    }
}

pub(super) fn store_unreadable(why: &HomeError) -> Notice {
    let (title, text, actions) = if why.is_read_only() {
        (
            "Your data cannot be written",
            "Nothing was changed. Make the place writable and start the app again, or go on without what is kept there: then nothing of this run is saved.",
            vec![Action::ThisRun],
        )
    } else if why.is_full() {
        (
            "Your data cannot be opened on a full disk",
            "Nothing was changed. Make some room, then try again; or go on without what is kept there: then nothing of this run is saved.",
            vec![Action::Retry, Action::ThisRun],
        )
    } else {
        (
            "Your data cannot be read",
            "Nothing was changed. Close other programs that may use the data, then try again.",
            vec![Action::Retry],
        )
    };
    Notice {
        severity: Severity::Error,
        title: title.into(),
        text: text.into(),
        details: vec![why.to_string()],
        actions,
    }
}

pub(super) fn keys_lost() -> Notice {
    Notice {
        severity: Severity::Warning,
        title: "Please sign in again".into(),
        text: "The keys that prove who is signed in were missing or damaged, and new ones were made. Nothing that is kept was removed.".into(),
        details: Vec::new(),
        actions: vec![Action::Continue],
    }
}

pub(super) fn nothing_is_saved() -> Notice {
    Notice {
        severity: Severity::Warning,
        title: "Nothing is saved".into(),
        text: "This run goes on without your data, which stay as they are. What you do now lasts until you close the app."
            .into(),
        details: Vec::new(),
        actions: Vec::new(),
    }
}

/// The store was made anew: what happened, what is there, as of when, and where the rest is.
pub(super) fn store_restored(recovery: &Recovery) -> Notice {
    let Recovery { source, records, records_before, .. } = recovery;
    let was = match recovery.found {
        Found::Missing => "missing",
        Found::Older => "out of date",
        Found::Damaged | Found::Hanging => "damaged",
    };
    let before = match records_before {
        None => String::new(),
        Some(1) => " Before, there was 1 record.".to_owned(),
        Some(before) => format!(" Before, there were {before} records."),
    };
    let (became, text) = match source {
        Source::Whole => ("and have been repaired", format!("Nothing is lost: {} there.", all(*records))),
        Source::Snapshot(at) => (
            "and a copy was restored",
            format!(
                "The copy is of {} and holds {}.{before} What was saved after that is not in it.",
                utc(*at),
                counted(*records)
            ),
        ),
        Source::Earlier => (
            "and an earlier state was restored",
            format!("It holds {}.{before} What was saved after it is lost.", counted(*records)),
        ),
        Source::Nothing => (
            "and could not be restored",
            format!("There was no copy of them, and the app begins with none.{before}"),
        ),
    };
    let rest =
        "Your data as they were found are kept, and the app does not remove them; the lines below say where.";
    Notice {
        severity: Severity::Warning,
        title: format!("Your data were {was} {became}"),
        text: format!("{text} {rest}"),
        details: vec![
            format!("Found: {} ({})", recovery.found.word(), recovery.cause),
            format!("Kept in: {}", recovery.quarantine.display()),
        ],
        actions: vec![Action::Accept, Action::Copy],
    }
}

fn counted(records: u64) -> String {
    format!("{records} record{}", if records == 1 { "" } else { "s" })
}

fn all(records: u64) -> String {
    match records {
        0 => "there was nothing to lose, and that is".to_owned(),
        1 => "the one record is".to_owned(),
        2 => "both records are".to_owned(),
        _ => format!("all {records} records are"),
    }
}
