//! The launcher's window "Privacy and sessions": what each app keeps, and who is signed in, to be seen and ended, beside a
//! running app and without one.

use std::sync::Arc;

use hyperdiv::Exit;
use hyperdiv::prelude::*;
use hyperdiv::session::home::utc;
use hyperdiv::session::life::{Receipt, text_of};
use hyperdiv_desktop::verb::{AppData, VerbError};
use serde_json::json;

use crate::apps::APPS;
use crate::line::Place;
use crate::output;
use crate::session::{self, Session};

/// What the person asks for, of the app with this id.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Wish {
    /// The session with this handle ends.
    End { app: String, handle: String },
    /// All sessions end.
    EndAll { app: String },
    /// Everything that it keeps, as a file.
    Copy { app: String },
    /// Everything that it keeps is erased.
    Erase { app: String },
}

/// What has come of a wish.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Done {
    /// It is done; this says what.
    Told(String),
    /// A file, with the name that it may have.
    File { name: String, bytes: Vec<u8> },
}

/// What an app has on this computer.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    /// The app's id.
    pub(super) app: String,
    /// Where it keeps something; nothing where it keeps nothing.
    pub(super) at: Option<String>,
    /// Who is signed in, or why that is not known.
    pub(super) sessions: Result<Vec<Session>, VerbError>,
}

/// The data of the apps, as this window sees them.
pub(super) trait Keeper: Send + Sync + 'static {
    /// What there is, app by app.
    fn look(&self) -> Result<Vec<Kept>, VerbError>;

    /// Does what the person asks for.
    fn grant(&self, wish: &Wish) -> Result<Done, VerbError>;
}

impl Keeper for Place {
    fn look(&self) -> Result<Vec<Kept>, VerbError> {
        let kept = self.all()?.into_iter().map(|data| Kept {
            app: data.app().to_owned(),
            at: data.path().exists().then(|| data.path().display().to_string()),
            sessions: session::sessions_of(&data),
        });
        // One that has run without keeping anything, and where nobody is signed in, has nothing to show.
        Ok(kept
            .filter(|kept| kept.at.is_some() || !matches!(&kept.sessions, Ok(none) if none.is_empty()))
            .collect())
    }

    fn grant(&self, wish: &Wish) -> Result<Done, VerbError> {
        let revoke = |app: &str, which: &str| {
            let answer = self.of_app(app)?.command("session_revoke", &json!({ "handle": which }))?;
            let ended = answer["revoked"].as_u64().unwrap_or(0);
            Ok(Done::Told(format!("Ended {} of {}.", output::counted(ended, "session"), title(app))))
        };
        match wish {
            Wish::End { app, handle } => revoke(app, handle),
            Wish::EndAll { app } => revoke(app, "all"),
            Wish::Copy { app } => {
                let export = self.of_app(app)?.command("data_export", &json!({}))?;
                Ok(Done::File { name: format!("{app}.json"), bytes: text_of(&export).into_bytes() })
            }
            Wish::Erase { app } => erase(&self.of_app(app)?),
        }
    }
}

fn erase(data: &AppData) -> Result<Done, VerbError> {
    let receipt = data.command("data_erase", &json!({}))?;
    let receipt: Receipt = serde_json::from_value(receipt).map_err(|error| VerbError {
        exit: Exit::Failed,
        sentence: format!("{} is erased, but its receipt cannot be read: {error}", title(data.app())),
    })?;
    Ok(Done::Told(receipt.to_string()))
}

/// What the person knows the app as.
fn title(id: &str) -> &str {
    APPS.iter().find(|app| app.id == id).map_or(id, |app| app.title)
}

/// The window's function.
pub(super) fn page(keeper: Arc<dyn Keeper>) -> impl Fn(&Ui) -> Result + 'static {
    move |ui| {
        ui.vbox()
            .max_width(48.0)
            .width(Length::Percent(100.0))
            .margin((0.0, Offset::Auto))
            .padding((2.0, 1.5))
            .gap(1.5)
            .with(|| {
                apps(ui, &keeper);
            });
        Ok(())
    }
}

fn apps(ui: &Ui, keeper: &Arc<dyn Keeper>) {
    let (looks, grants) = (Arc::clone(keeper), Arc::clone(keeper));
    let look = ui.task_blocking((), move |()| looks.look());
    let wish = ui.action_blocking(move |wish| grants.grant(&wish));
    let file = ui.save_file();
    let failed = ui.state(|| None::<String>);
    if let Some(done) = wish.finished() {
        failed.set(done.as_ref().err().map(ToString::to_string));
        match done.as_deref() {
            Ok(Done::Told(what)) => ui.toast(what.as_str()),
            Ok(Done::File { name, bytes }) => file.ask(name.as_str(), bytes.as_slice()),
            Err(_) => {}
        }
        look.restart();
    }
    match file.saved() {
        Some(Ok(path)) => ui.toast(format_args!("Saved as {}", path.display())),
        Some(Err(error)) => failed.set(Some(format!("The copy was not saved: {error}"))),
        None => {}
    }
    if let Some(why) = failed.cloned() {
        ui.scope(&why, || ui.alert(Variant::Danger, &*why));
    }
    let again = head(ui, look.poll().is_pending() || wish.is_pending());
    if again {
        look.restart();
    }
    if let Poll::Failed(error) = look.poll() {
        ui.alert(Variant::Danger, format_args!("What is kept could not be looked at: {error}"));
    }
    let Some(all) = look.latest() else { return };
    if all.is_empty() {
        ui.text("No app keeps anything on this computer, and nobody is signed in.");
    }
    let mut asked = None;
    ui.each(all.iter(), |kept| &kept.app, |kept| asked = app(ui, kept, wish.is_pending()).or(asked.take()));
    if let Some(asked) = asked {
        wish.run(asked);
    }
}

/// The title, and whether the person wants to see what has changed since.
fn head(ui: &Ui, busy: bool) -> bool {
    let again = ui.hbox().gap(1.0).align(Align::Center).wrap(Wrap::NoWrap).with(|| {
        ui.h1("Privacy and sessions").grow(1);
        if busy {
            ui.spinner("Looking").font_size(FontSize::Large);
        }
        ui.button("Look again").disabled(busy).clicked()
    });
    ui.text(
        "What the apps of this program keep for you on this computer, and who is signed in. Nothing of it leaves the computer. \
         A copy of what an app keeps is one file that you can read.",
    )
    .font_color(Color::TEXT_QUIET);
    again
}

/// An app, and what the person asks of it.
fn app(ui: &Ui, kept: &Kept, busy: bool) -> Option<Wish> {
    let name = title(&kept.app);
    let app = || kept.app.clone();
    ui.card().with(|| {
        ui.vbox().gap(0.75).with(|| {
            ui.h2(name).font_size(FontSize::Large);
            match &kept.at {
                Some(at) => ui.text(format_args!("Keeps its data in {at}")),
                None => ui.text("Keeps nothing; what it shows ends with it."),
            }
            .font_color(Color::TEXT_QUIET);
            let ended = sessions(ui, kept, busy).map(|handle| Wish::End { app: app(), handle });
            let count = kept.sessions.as_ref().map_or(0, Vec::len);
            let (end_all, copy, erase) = ui.hbox().gap(0.75).wrap(Wrap::Wrap).with(|| {
                let button = |what: &str| ui.button(format_args!("{what} {name}")).disabled(busy);
                (
                    count > 1 && button("End all sessions of").clicked(),
                    kept.at.is_some() && button("Save a copy of").clicked(),
                    kept.at.is_some() && button("Erase").variant(Variant::Danger).clicked(),
                )
            });
            let end_all = confirmed(
                ui,
                end_all,
                format_args!("End all sessions of {name}?"),
                "Everybody has to sign in again. What guests have kept is erased with their sessions.",
                "_End them",
            );
            let erase = confirmed(
                ui,
                erase,
                format_args!("Erase everything that {name} keeps?"),
                "Accounts, sessions, data and the keys that open them, of everybody who uses the app here. This cannot be undone; \
                 save a copy first if you want one.",
                "_Erase everything",
            );
            let of_app = [
                (end_all, Wish::EndAll { app: app() }),
                (copy, Wish::Copy { app: app() }),
                (erase, Wish::Erase { app: app() }),
            ];
            ended.or_else(|| of_app.into_iter().find_map(|(asked, wish)| asked.then_some(wish)))
        })
    })
}

/// The sessions of an app, and the handle of the one that is to end.
fn sessions(ui: &Ui, kept: &Kept, busy: bool) -> Option<String> {
    let sessions = match &kept.sessions {
        Ok(sessions) => sessions,
        Err(error) => {
            ui.alert(Variant::Warning, format_args!("Who is signed in is not known: {error}."));
            return None;
        }
    };
    if sessions.is_empty() {
        ui.text("Nobody is signed in.");
    }
    let mut ended = None;
    ui.each(
        sessions.iter(),
        |session| &session.handle,
        |session| {
            if one(ui, session, busy) {
                ended = Some(session.handle.clone());
            }
        },
    );
    ended
}

/// A session, and whether it is to end.
fn one(ui: &Ui, session: &Session, busy: bool) -> bool {
    ui.hbox()
        .gap(1.0)
        .align(Align::Center)
        .padding(0.75)
        .border_radius(0.5)
        .background_color(Color::SURFACE_LOWERED)
        .wrap(Wrap::NoWrap)
        .with(|| {
            ui.vbox().gap(0.25).grow(1).with(|| {
                ui.hbox().gap(0.5).align(Align::Center).with(|| {
                    ui.text(&*session.handle).font_family(FontFamily::Mono);
                    if session.current {
                        ui.text("in the open window").font_weight(FontWeight::Semibold);
                    }
                    if !session.kept {
                        ui.text("not kept").font_color(Color::TEXT_QUIET);
                    }
                });
                let [since, used, ends] = [session.created_at, session.last_used, session.ends_at].map(utc);
                ui.text(format_args!("Since {since}, last used {used}")).font_color(Color::TEXT_QUIET);
                ui.text(format_args!("Ends {ends} if it is not used again")).font_color(Color::TEXT_QUIET);
            });
            // With its handle, for whoever goes from button to button and hears nothing else.
            ui.button(format_args!("End {}", session.handle)).disabled(busy).clicked()
        })
}

/// Whether the person, who has pressed what destroys something, is sure.
fn confirmed(ui: &Ui, asked: bool, title: impl Content, text: &str, agree: &str) -> bool {
    let question = ui.confirmation();
    if asked {
        question.ask(title, text, agree);
    }
    question.answered() == Some(true)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::sync::Mutex;

    use hyperdiv::core::{FileAnswer, Request};
    use hyperdiv::testing::{Harness, Role};

    use super::*;

    const DEMO: &str = "io.hyperdiv.session-demo";

    /// Data of apps in memory, with what was asked of them.
    #[derive(Default)]
    struct Shelf {
        apps: Mutex<Vec<Kept>>,
        asked: Mutex<Vec<Wish>>,
        /// What every wish comes to instead of being granted.
        refuses: Option<VerbError>,
    }

    impl Keeper for Shelf {
        fn look(&self) -> Result<Vec<Kept>, VerbError> {
            Ok(self.apps.lock().unwrap().clone())
        }

        fn grant(&self, wish: &Wish) -> Result<Done, VerbError> {
            self.asked.lock().unwrap().push(wish.clone());
            if let Some(error) = &self.refuses {
                return Err(error.clone());
            }
            let mut apps = self.apps.lock().unwrap();
            match wish {
                Wish::End { handle, .. } => {
                    for sessions in apps.iter_mut().filter_map(|kept| kept.sessions.as_mut().ok()) {
                        sessions.retain(|session| session.handle != *handle);
                    }
                }
                Wish::Erase { app } => apps.retain(|kept| kept.app != *app),
                Wish::Copy { .. } => {
                    return Ok(Done::File { name: "copy.json".to_owned(), bytes: b"{}".to_vec() });
                }
                Wish::EndAll { .. } => {}
            }
            Ok(Done::Told("Done.".to_owned()))
        }
    }

    fn session(handle: &str, current: bool, kept: bool) -> Session {
        let (created_at, last_used, ends_at) = (1_767_225_600, 1_767_229_200, 1_769_821_200);
        Session { handle: handle.to_owned(), created_at, last_used, ends_at, current, kept }
    }

    fn kept(app: &str, at: Option<&str>, sessions: Vec<Session>) -> Kept {
        Kept { app: app.to_owned(), at: at.map(str::to_owned), sessions: Ok(sessions) }
    }

    fn shelf(apps: Vec<Kept>, refuses: Option<VerbError>) -> (Arc<Shelf>, Harness) {
        let shelf = Arc::new(Shelf { apps: Mutex::new(apps), refuses, ..Shelf::default() });
        let mut harness = Harness::new(page(shelf.clone()));
        harness.run_until_idle();
        (shelf, harness)
    }

    fn demo() -> Vec<Kept> {
        let sessions = vec![session("0123456789ab", true, true), session("ba9876543210", false, true)];
        vec![
            kept(DEMO, Some("/data/demo/default"), sessions),
            kept("org.example.other", None, vec![session("aaaaaaaaaaaa", false, false)]),
        ]
    }

    #[test]
    fn each_app_is_shown_with_where_it_keeps_data_and_who_is_signed_in() {
        let (_shelf, harness) = shelf(demo(), None);
        for text in [
            "Keeps its data in /data/demo/default",
            "in the open window",
            "Since 2026-01-01 00:00 UTC, last used 2026-01-01 01:00 UTC",
            "Ends 2026-01-31 01:00 UTC if it is not used again",
            "Keeps nothing; what it shows ends with it.",
            "not kept",
        ] {
            assert!(harness.names(Role::Text).contains(&text.to_owned()), "{text}\n{}", harness.tree());
        }
        assert!(
            harness.has(Role::Heading, "Session demo") && harness.has(Role::Heading, "org.example.other")
        );
        assert!(!harness.has(Role::Button, "Erase org.example.other"), "\n{}", harness.tree());
        assert_eq!(harness.warnings(), [""; 0]);
    }

    #[test]
    fn a_session_is_ended_and_the_list_follows() {
        let (shelf, mut harness) = shelf(demo(), None);
        harness.click(Role::Button, "End ba9876543210");
        harness.run_until_idle();
        let handle = "ba9876543210".to_owned();
        assert_eq!(*shelf.asked.lock().unwrap(), [Wish::End { app: DEMO.to_owned(), handle }]);
        assert!(!harness.has(Role::Button, "End ba9876543210"), "\n{}", harness.tree());
        assert!(harness.has(Role::Button, "End 0123456789ab"), "\n{}", harness.tree());
        assert_eq!(harness.effects(), ["toast \"Done.\""]);
    }

    #[test]
    fn what_destroys_is_asked_first_and_what_is_not_agreed_to_is_not_done() {
        let (shelf, mut harness) = shelf(demo(), None);
        harness.click(Role::Button, "Erase Session demo");
        assert_eq!(harness.confirmation(), "Erase everything that Session demo keeps?");
        harness.confirm(false);
        harness.click(Role::Button, "End all sessions of Session demo");
        assert_eq!(harness.confirmation(), "End all sessions of Session demo?");
        harness.confirm(false);
        harness.run_until_idle();
        assert_eq!(*shelf.asked.lock().unwrap(), []);

        harness.click(Role::Button, "End all sessions of Session demo");
        harness.confirm(true);
        harness.run_until_idle();
        harness.click(Role::Button, "Erase Session demo");
        harness.confirm(true);
        harness.run_until_idle();
        let app = || DEMO.to_owned();
        assert_eq!(*shelf.asked.lock().unwrap(), [Wish::EndAll { app: app() }, Wish::Erase { app: app() }]);
        assert!(!harness.has(Role::Heading, "Session demo"), "\n{}", harness.tree());
    }

    #[test]
    fn a_copy_is_saved_where_the_person_says() {
        let (_shelf, mut harness) = shelf(demo(), None);
        harness.click(Role::Button, "Save a copy of Session demo");
        harness.run_until_idle();
        assert!(
            matches!(harness.file_question(), Some(Request::SaveFile { name, .. }) if name == "copy.json"),
            "{:?}",
            harness.file_question()
        );
        harness.answer_file(FileAnswer::Saved(PathBuf::from("/home/ada/copy.json")));
        harness.run_until_idle();
        assert!(harness.effects().contains(&"toast \"Saved as /home/ada/copy.json\"".to_owned()));
    }

    #[test]
    fn what_cannot_be_done_or_known_is_told_where_it_was_asked() {
        let error = VerbError { exit: Exit::Locked, sentence: "process 7 does not answer".to_owned() };
        let unknown = Kept { app: DEMO.to_owned(), at: Some("/d".to_owned()), sessions: Err(error.clone()) };
        let (shelf, mut harness) = shelf(vec![unknown], Some(error));
        let told = "Who is signed in is not known: process 7 does not answer.";
        assert!(harness.has(Role::Alert, told), "\n{}", harness.tree());
        harness.click(Role::Button, "Erase Session demo");
        harness.confirm(true);
        harness.run_until_idle();
        assert!(harness.has(Role::Alert, "process 7 does not answer"), "\n{}", harness.tree());
        assert_eq!(shelf.asked.lock().unwrap().len(), 1);
        shelf.apps.lock().unwrap().clear();
        harness.click(Role::Button, "Look again");
        harness.run_until_idle();
        let nothing = "No app keeps anything on this computer, and nobody is signed in.";
        assert!(harness.has(Role::Text, nothing), "\n{}", harness.tree());
    }

    #[test]
    fn looking_where_nothing_is_kept_makes_nothing() {
        let base = tempfile::tempdir().unwrap();
        let place = Place { profile: None, data_dir: Some(base.path().join("none")) };
        let kept = place.look().unwrap();
        assert!(kept.iter().all(|kept| kept.at.is_none()), "{kept:?}");
        assert!(!base.path().join("none").exists());
    }
}
