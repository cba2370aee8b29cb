//! A run, from the first check to the last byte flushed.

use std::cell::{Cell, RefCell};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use hyperdiv_core::{Ui, WindowId};
use hyperdiv_session::Settings;
use hyperdiv_session::directory::AppId;
use hyperdiv_session::ui::CommandError;
use serde_json::{Value, json};
use tauri::{AppHandle, Manager, RunEvent, WebviewWindow, WindowEvent};

use crate::args::Options;
use crate::asset;
use crate::closing::Closing;
use crate::commands::{self, Commands, MAIN_WINDOW, window_of};
use crate::control::{Ask, Waits};
use crate::engine::{self, Open, Parts, Running};
use crate::exit::Exit;
use crate::geometry::Tracker;
use crate::log;
use crate::message::{Answer, Message};
use crate::place::Place;
use crate::window::{self, Look};

/// How long the end of the program waits for the app thread. What was shown is on disk already, so nothing is lost where
/// an app function hangs.
const PATIENCE: Duration = Duration::from_secs(10);

/// Everything about a run that is known before it begins.
pub(crate) struct Plan {
    pub(crate) app_id: AppId,
    pub(crate) look: Look,
    pub(crate) commands: Vec<&'static str>,
    pub(crate) settings: Settings,
    pub(crate) options: Options,
}

/// Runs the app until its window is closed.
pub(crate) fn run(plan: Plan, app: impl Fn(&Ui) -> hyperdiv_core::Result + Send + 'static) -> Exit {
    log::keep_panics();
    // Before anything is touched: Tauri would panic where no window can be opened.
    #[cfg(target_os = "linux")]
    if !crate::linux::has_display() {
        log::line(
            "no display to open a window on; start it in a desktop session, or set DISPLAY or WAYLAND_DISPLAY",
        );
        return Exit::NoDisplay;
    }
    let (place, home) = match Place::take(&plan.app_id, &plan.options) {
        Ok(Some(taken)) => taken,
        Ok(None) => return Exit::Done,
        Err(refused) => {
            log::line(&refused.sentence);
            return refused.exit;
        }
    };
    let windows = Arc::new(OnceLock::new());
    let looping = Arc::new(AtomicBool::new(false));
    let parts = Parts {
        app: Box::new(app),
        origin: (plan.app_id.as_str().to_owned(), plan.options.profile.as_str().to_owned()),
        home,
        webview_persistent: place.is_persistent(),
        settings: plan.settings,
        log_ready: plan.options.log_ready,
        windows: windows.clone(),
        looping: looping.clone(),
        closing: Arc::default(),
        size: plan.look.size,
    };
    let running = match engine::start(parts) {
        Ok(running) => running,
        Err(refused) => {
            log::line(&refused.sentence);
            return refused.exit;
        }
    };
    let control = place.listen(asks(&running, status(&plan.app_id, &plan.options)));
    // A page that only says what is wrong has no business among the kept files.
    let webview_dir = if running.refused.is_some() { place.passing_webview() } else { place.webview_dir() };
    let refused = running.refused.as_ref().map(|refused| refused.exit);
    let shown = show(&plan.app_id, &plan.look, plan.commands, webview_dir, &running, &windows, looping);
    // From here on a second start waits for the end of this one.
    if let Some(control) = control {
        control.end();
    }
    let closed = running.close(PATIENCE);
    place.leave();
    match (shown, closed) {
        (Err(error), _) => {
            log::line(format_args!("the window could not be opened: {error}"));
            Exit::Failed
        }
        (Ok(()), None) => {
            log::line("the app did not end in time; what it has shown is saved");
            Exit::Failed
        }
        (Ok(()), Some(closed)) if closed.panicked => Exit::Failed,
        (Ok(()), Some(closed)) if closed.unreadable => Exit::Unreadable,
        (Ok(()), Some(_)) => refused.unwrap_or(Exit::Done),
    }
}

/// What takes the requests of other processes to the app thread.
fn asks(running: &Running, status: Value) -> impl Fn(Ask, Waits, Answer) + Send + Sync + 'static {
    let inbox = running.inbox.clone();
    let refused = running.refused.clone();
    move |ask, waits, answer| {
        let answer = match (&ask, &refused) {
            // The app thread has only the page that says so.
            (Ask::Command { .. }, Some(refused)) => {
                return answer(Err(CommandError::new(refused.code(), refused.sentence.clone())));
            }
            (Ask::Status, _) => {
                let (mut status, refused) =
                    (status.clone(), refused.as_ref().map(|why| why.sentence.clone()));
                Box::new(move |health: Result<Value, CommandError>| {
                    answer(health.map(|health| {
                        status["store"] = health;
                        status["refused"] = refused.into();
                        status
                    }));
                })
            }
            _ => answer,
        };
        // A thread that has ended is ending the program, and whoever asked sees that there is no answer.
        let _ = inbox.send(Message::Ask { ask, waits, answer });
    }
}

/// What there is to know of this run from its beginning.
fn status(app_id: &AppId, options: &Options) -> Value {
    json!({
        "pid": std::process::id(),
        "version": env!("CARGO_PKG_VERSION"),
        "app": app_id.as_str(),
        "profile": options.profile.as_str(),
    })
}

/// Opens the window and returns when it was closed, or the program was asked to end.
fn show(
    app_id: &AppId,
    look: &Look,
    named: Vec<&'static str>,
    webview_dir: PathBuf,
    running: &Running,
    slot: &Arc<OnceLock<Open>>,
    looping: Arc<AtomicBool>,
) -> tauri::Result<()> {
    let mut context = tauri::generate_context!();
    context.config_mut().identifier = app_id.as_str().to_owned();
    let capability = commands::capability(&named);
    let asks = !named.is_empty();
    let commands = Commands::new(running.inbox.clone(), named);
    let assets = running.assets.clone();
    let app = tauri::Builder::default()
        .register_uri_scheme_protocol(asset::SCHEME, move |_, request| asset::serve(&assets, &request))
        .invoke_handler(move |invoke| commands.handle(invoke))
        .build(context)?;
    if asks {
        app.add_capability(capability)?;
    }
    // Set once, here: nobody else has this cell yet.
    let _ = slot.set(Open { handle: app.handle().clone(), webview_dir: webview_dir.clone() });
    let (window, geometry) = window::build(app.handle(), look, running.kept, webview_dir)?;
    let look_again = follow(window, Tracker::new(geometry), running.inbox.clone())?;
    end_when_asked(app.handle());
    let (inbox, closing) = (running.inbox.clone(), running.closing.clone());
    // The code is decided by how the app thread ended.
    let _ = app.run_return(move |handle, event| match event {
        RunEvent::Ready => looping.store(true, Ordering::SeqCst),
        RunEvent::WindowEvent { label, event, .. } => {
            if let Some(window) = window_of(&label) {
                told(handle, window, event, &inbox, &closing, &*look_again);
            }
        }
        #[cfg(target_os = "linux")]
        RunEvent::Exit => crate::linux::leave_clipboard(),
        _ => {}
    });
    Ok(())
}

/// Tells the app thread what happens to a window.
fn told(
    handle: &AppHandle,
    window: WindowId,
    event: WindowEvent,
    inbox: &Sender<Message>,
    closing: &Closing,
    look_again: &dyn Fn(),
) {
    let message = match event {
        WindowEvent::Focused(true) => Message::Focused(window),
        WindowEvent::Focused(false) => Message::Left(window),
        WindowEvent::CloseRequested { api, .. } if !closing.may_close(window) => {
            api.prevent_close();
            Message::CloseRequested(window)
        }
        // The further windows are the first one's.
        WindowEvent::Destroyed if window == MAIN_WINDOW => {
            return handle.exit(i32::from(Exit::Done.code()));
        }
        WindowEvent::Destroyed => Message::Closed(window),
        WindowEvent::DragDrop(event) => return crate::dropped::told(handle, window, &event, inbox),
        WindowEvent::Moved(_) | WindowEvent::Resized(_) if window == MAIN_WINDOW => return look_again(),
        _ => return,
    };
    // The thread that would be told has ended only if the program is ending.
    let _ = inbox.send(message);
}

/// Tells the app thread where the window is whenever that changes. Answers what is to be called then.
fn follow(window: WebviewWindow, tracker: Tracker, inbox: Sender<Message>) -> tauri::Result<Rc<dyn Fn()>> {
    let tracker = RefCell::new(tracker);
    let fullscreen = Cell::new(false);
    #[cfg(target_os = "linux")]
    let toolkit = window.gtk_window()?;
    let look: Rc<dyn Fn()> = Rc::new(move || {
        let seen = window::seen(&window);
        if let Some(seen) = &seen
            && fullscreen.replace(seen.fullscreen) != seen.fullscreen
        {
            // As above.
            let _ = inbox.send(Message::Fullscreen(seen.fullscreen));
        }
        let told = seen.and_then(|seen| tracker.borrow_mut().look(seen, Instant::now()));
        if let Some(geometry) = told {
            // As above.
            let _ = inbox.send(Message::Placed(geometry));
        }
    });
    #[cfg(target_os = "linux")]
    {
        let look = Rc::clone(&look);
        crate::linux::on_state_change(&toolkit, move || look());
    }
    Ok(look)
}

/// Ends the program in order when the system or the person at the terminal asks it to.
fn end_when_asked(handle: &AppHandle) {
    let handle = handle.clone();
    tauri::async_runtime::spawn(async move {
        if let Err(error) = asked().await {
            log::say(log::Level::Error, format_args!("signals are not listened to: {error}"));
            return;
        }
        handle.exit(i32::from(Exit::Done.code()));
    });
}

#[cfg(unix)]
async fn asked() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut hang_up = signal(SignalKind::hangup())?;
    std::future::poll_fn(|context| {
        let any = [&mut terminate, &mut interrupt, &mut hang_up]
            .into_iter()
            .any(|s| s.poll_recv(context).is_ready());
        if any { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    Ok(())
}

#[cfg(not(unix))]
async fn asked() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}
