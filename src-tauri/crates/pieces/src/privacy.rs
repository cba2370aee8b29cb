//! What is kept of a person, and how they end it.

use std::time::Duration;

use hyperdiv_core::{Result, Ui};
use hyperdiv_elements::form::{Errors, Validate};
use hyperdiv_elements::{
    Align, Color, Elements, FontFamily, FontWeight, Length, Offset, Style, Variant, Wrap,
};
use hyperdiv_macros::Form;
use hyperdiv_session::home::utc;
use hyperdiv_session::ui::{AccountsExt, SessionExt};
use hyperdiv_session::{AccountError, Purpose, RecordInfo, RecordRule, Revoke, SessionInfo};

pub(crate) fn page(ui: &Ui) -> Result {
    ui.vbox()
        .max_width(48.0)
        .width(Length::Percent(100.0))
        .margin((0.0, Offset::Auto))
        .padding((2.0, 1.5))
        .gap(2.0)
        .with(|| -> Result {
            ui.h1("Privacy and sessions");
            who(ui);
            if !ui.session().is_authenticated() {
                return Ok(());
            }
            consents(ui)?;
            sessions(ui)?;
            // They may have signed out just now.
            if !ui.session().is_authenticated() {
                return Ok(());
            }
            records(ui)?;
            if ui.session().user_name().is_some() {
                password(ui);
            }
            yours(ui)
        })
}

fn section<R>(ui: &Ui, title: &str, body: impl FnOnce() -> R) -> R {
    ui.vbox().gap(0.75).with(|| {
        ui.h2(title);
        body()
    })
}

fn quiet(ui: &Ui, text: impl hyperdiv_core::Content) {
    ui.text(text).font_color(Color::TEXT_QUIET);
}

fn who(ui: &Ui) {
    let session = ui.session();
    match session.user_name() {
        Some(name) => ui.text(format_args!("You are signed in as {name}.")),
        None if session.is_authenticated() => ui.text("You are signed in as a guest."),
        None => ui.text(
            "You are not signed in. Of whoever is not, nothing is kept but what the app itself has stored.",
        ),
    };
}

fn consents(ui: &Ui) -> Result {
    let session = ui.session();
    section(ui, "What you have agreed to", || -> Result {
        for purpose in session.purposes() {
            ui.scope(purpose.name(), || consent(ui, &purpose))?;
        }
        Ok(())
    })
}

/// A purpose, with what the person said, and the other answer one click away.
fn consent(ui: &Ui, purpose: &Purpose) -> Result {
    let session = ui.session();
    let given = session.consent_for(purpose.name());
    let (agrees, withdraws) = row(ui, || {
        ui.vbox().gap(0.25).grow(1).with(|| {
            ui.text(purpose.text()).font_weight(FontWeight::Semibold);
            match &given {
                Some(given) if given.text_version == purpose.version() => {
                    quiet(ui, format_args!("You agreed on {}.", utc(given.given_at)));
                }
                Some(given) => quiet(
                    ui,
                    format_args!(
                        "You agreed to an earlier text on {}; this one is new.",
                        utc(given.given_at)
                    ),
                ),
                None => quiet(ui, "You have not agreed to this."),
            }
        });
        // With their purposes, for whoever goes from button to button.
        let agree = given.is_none() && ui.button(format_args!("Agree: {}", purpose.name())).clicked();
        let withdraw = given.is_some() && ui.button(format_args!("Take back: {}", purpose.name())).clicked();
        (agree, withdraw)
    });
    let sure = confirm(
        ui,
        "Take your consent back?",
        match purpose.name() {
            "session" => {
                "Everything that is kept of you on this computer is erased now, and your other sessions end. What you see goes on until you close the app."
            }
            _ => "What was kept for this is erased now.",
        },
        "_Take it back",
        withdraws,
    );
    if agrees {
        session.grant_for(purpose.name())?;
    }
    if sure {
        session.withdraw_for(purpose.name())?;
        ui.toast("Taken back. What was kept for it is erased.");
    }
    Ok(())
}

fn sessions(ui: &Ui) -> Result {
    let session = ui.session();
    section(ui, "Your sessions", || -> Result {
        let list = session.list()?;
        for one in &list {
            if ui.scope(&one.handle, || listed(ui, one)) {
                session.revoke(&Revoke::Handle(one.handle.clone()))?;
            }
        }
        if list.len() > 1 && ui.button("End all other sessions").clicked() {
            session.revoke(&Revoke::Others)?;
        }
        Ok(())
    })
}

/// A session, and whether it is to end.
fn listed(ui: &Ui, one: &SessionInfo) -> bool {
    row(ui, || {
        ui.vbox().gap(0.25).grow(1).with(|| {
            ui.hbox().gap(0.5).align(Align::Center).with(|| {
                ui.text(&*one.handle).font_family(FontFamily::Mono);
                if one.current {
                    ui.text("this one").font_weight(FontWeight::Semibold);
                }
                if !one.kept {
                    quiet(ui, "in memory");
                }
            });
            quiet(ui, format_args!("Since {}, last used {}", utc(one.created_at), utc(one.last_used)));
            quiet(ui, format_args!("Ends {} if it is not used again", utc(one.ends_at)));
        });
        if one.current {
            ui.button("Sign out here").clicked()
        } else {
            // With its handle, for whoever goes from button to button and hears nothing else.
            ui.button(format_args!("End {}", one.handle)).clicked()
        }
    })
}

fn records(ui: &Ui) -> Result {
    let session = ui.session();
    section(ui, "What is kept", || -> Result {
        let (kept, rules) = (session.records()?, session.record_rules());
        let mut any = false;
        for rule in &rules {
            any = true;
            let found = kept.iter().find(|record| record.name == rule.name());
            ui.scope(("rule", rule.name()), || record(ui, rule.name(), Some(rule), found));
        }
        for found in kept.iter().filter(|record| rules.iter().all(|rule| rule.name() != record.name)) {
            any = true;
            ui.scope(("record", &found.name), || record(ui, &found.name, None, Some(found)));
        }
        if !any {
            quiet(ui, "Nothing yet.");
        }
        quiet(
            ui,
            "Beside this: when you signed in and were last here, where in the app you were, what you have agreed to, and keys that only this app can use. No name of this computer, no address, nothing of other programs.",
        );
        Ok(())
    })
}

fn record(ui: &Ui, name: &str, rule: Option<&RecordRule>, found: Option<&RecordInfo>) {
    row(ui, || {
        ui.vbox().gap(0.25).grow(1).with(|| {
            ui.text(rule.map_or(name, RecordRule::about)).font_weight(FontWeight::Semibold);
            quiet(
                ui,
                match found {
                    None => "Nothing yet.".to_owned(),
                    Some(found) if !found.readable => "It cannot be read; it is kept as it is.".to_owned(),
                    Some(found) => match found.changed_at {
                        Some(at) => format!("{}, changed {}", size(found.bytes), utc(at)),
                        None => size(found.bytes),
                    },
                },
            );
            let kept_for = rule.and_then(RecordRule::kept_for);
            quiet(
                ui,
                match (kept_for, rule.and_then(RecordRule::purpose_name)) {
                    (Some(time), Some(purpose)) => {
                        format!("Kept for {} after it was changed, for the purpose {purpose}.", long(time))
                    }
                    (Some(time), None) => format!("Kept for {} after it was changed.", long(time)),
                    (None, Some(purpose)) => {
                        format!("Kept for the purpose {purpose}, until you take that back.")
                    }
                    (None, None) => "Kept as long as you are.".to_owned(),
                },
            );
        });
    });
}

#[derive(Form)]
struct NewPassword {
    #[field(required, password, label = "Password now")]
    now: String,
    #[field(required, password, min_len = 8, label = "New password")]
    new: String,
    #[field(required, password, label = "New password once more")]
    again: String,
}

impl Validate for NewPassword {
    fn validate(&self, errors: &mut Errors<Self>) {
        if self.new != self.again {
            errors.add(NewPassword::AGAIN, "The two passwords differ.");
        }
    }
}

fn password(ui: &Ui) {
    let (accounts, name) = (ui.accounts(), ui.session().user_name().unwrap_or_default());
    let change = ui.action(move |(now, new): (String, String)| {
        let (accounts, name) = (accounts.clone(), name.clone());
        async move {
            let who = accounts.verify(&name, &now).await?;
            accounts.change_password(&who, &new).await
        }
    });
    section(ui, "Your password", || {
        quiet(ui, "A new password ends your other sessions.");
        let mut form =
            ui.form::<NewPassword>().submit_label("Change the password").disabled(change.is_pending()).show();
        if let Some(NewPassword { now, new, .. }) = form.submitted() {
            change.run((now, new));
        }
        match change.finished() {
            Some(Ok(ended)) => {
                form.reset();
                ui.toast(match *ended {
                    0 => "Your password is changed.".to_owned(),
                    1 => "Your password is changed. One other session has ended.".to_owned(),
                    ended => format!("Your password is changed. {ended} other sessions have ended."),
                });
            }
            Some(Err(error)) => match error.downcast_ref::<AccountError>() {
                Some(AccountError::Refused) => form.reject(NewPassword::NOW, "This is not your password."),
                Some(AccountError::TooManyAttempts { .. }) => {
                    form.reject(NewPassword::NOW, error.to_string())
                }
                Some(AccountError::ShortPassword { .. } | AccountError::LongPassword { .. }) => {
                    form.reject(NewPassword::NEW, error.to_string());
                }
                _ => form.reject_all(error.to_string()),
            },
            None => {}
        }
    });
}

fn yours(ui: &Ui) -> Result {
    let session = ui.session();
    let is_user = session.user_name().is_some();
    section(ui, "Your data", || -> Result {
        quiet(
            ui,
            "A copy is one file that you can read. No password and no key is in it. From a copy comes back what you do not have; what you have stays as it is.",
        );
        let (file, chosen) = (ui.save_file(), ui.open_file());
        let (copy, bring, erase) = ui.hbox().gap(0.75).wrap(Wrap::Wrap).with(|| {
            let label = if is_user { "Delete the account and erase everything" } else { "Erase everything" };
            (
                ui.button("Save a copy").clicked(),
                ui.button("Bring a copy back").clicked(),
                ui.button(label).variant(Variant::Danger).clicked(),
            )
        });
        if bring {
            chosen.ask_for(&["json"]);
        }
        match chosen.chosen() {
            Some(Ok(copy)) => ui.toast(match session.import(&copy.bytes) {
                Ok((added, left_out)) => brought(added, left_out),
                Err(error) => format!("Nothing was brought back: {error}"),
            }),
            Some(Err(error)) => ui.toast(format_args!("The copy was not read: {error}")),
            None => {}
        }
        if copy {
            file.ask("my-data.json", session.export()?.into_bytes());
        }
        match file.saved() {
            Some(Ok(path)) => ui.toast(format_args!("Saved as {}", path.display())),
            Some(Err(error)) => ui.toast(format_args!("The copy was not saved: {error}")),
            None => {}
        }
        let sure = confirm(
            ui,
            "Erase everything?",
            "Your sessions, your data and the keys that open them are erased now. This cannot be undone; save a copy first if you want one.",
            "_Erase everything",
            erase,
        );
        if sure {
            session.erase()?;
        }
        Ok(())
    })
}

fn brought(added: usize, left_out: usize) -> String {
    let records = |count| if count == 1 { "1 record".to_owned() } else { format!("{count} records") };
    let left = match left_out {
        0 => String::new(),
        _ => format!(" {} stayed out: you have it, or have not agreed to keeping it.", records(left_out)),
    };
    format!("{} came back.{left}", records(added))
}

/// Asks before something that cannot be undone, outside of the page. True in the run in which the person is sure.
fn confirm(ui: &Ui, title: &str, text: &str, does: &str, asked: bool) -> bool {
    let question = ui.confirmation();
    if asked {
        question.ask(title, text, does);
    }
    question.answered() == Some(true)
}

fn row<R>(ui: &Ui, body: impl FnOnce() -> R) -> R {
    ui.hbox()
        .gap(1.0)
        .align(Align::Center)
        .padding(0.75)
        .border_radius(0.5)
        .background_color(Color::SURFACE_LOWERED)
        .with(body)
}

fn size(bytes: usize) -> String {
    match bytes {
        0..1000 => format!("{bytes} bytes"),
        1000..1_000_000 => format!("{:.1} KB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

fn long(time: Duration) -> String {
    let days = time.as_secs() / (24 * 3600);
    match (days, time.as_secs()) {
        (1, _) => "a day".to_owned(),
        (2.., _) => format!("{days} days"),
        (0, 0..60) => format!("{} seconds", time.as_secs()),
        (0, 60..7200) => format!("{} minutes", time.as_secs() / 60),
        (0, seconds) => format!("{} hours", seconds / 3600),
    }
}
