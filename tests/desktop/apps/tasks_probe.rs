//! An app whose tasks the test lets end, or gets stuck.

use std::time::Duration;

use hyperdiv::prelude::*;

/// More than there are threads for async tasks.
const MANY: u32 = 64;

/// What the test writes into a pipe: reading it takes until then.
fn gate(name: &'static str) -> std::io::Result<String> {
    std::fs::read_to_string(std::env::home_dir().unwrap_or_default().join(name))
}

/// Keeps its thread for ever, as no async task should.
async fn stuck(_: u32) -> Result {
    let (_held, never) = std::sync::mpsc::channel::<()>();
    Ok(never.recv()?)
}

fn told<T: std::fmt::Display>(poll: Poll<T>) -> String {
    match poll {
        Poll::Idle => "idle".into(),
        Poll::Pending => "pending".into(),
        Poll::Ready(value) => value.to_string(),
        Poll::Failed(error) => format!("failed: {error}"),
    }
}

pub(crate) fn app(ui: &Ui) -> Result {
    ui.vbox().gap(0.5).with(|| {
        let (clicks, ticks) = (ui.state(|| 0), ui.state(|| 0));
        if ui.button("Click").clicked() {
            clicks.update(|clicks| *clicks += 1);
        }
        ui.text(format_args!("Clicks {}", clicks.get()));
        if ui.every(Duration::from_millis(20)) && ticks.get() < 3 {
            ticks.update(|ticks| *ticks += 1);
        }
        ui.text(format_args!("Ticks {}", ticks.get()));

        let slept = ui.task((), |()| async {
            hyperdiv::sleep(Duration::from_millis(20)).await;
            Ok::<_, Error>("slept")
        });
        ui.text(format_args!("Sleep: {}", told(slept.poll())));

        let wait = ui.checkbox("Wait").is_checked();
        if wait {
            ui.text(format_args!("Gate: {}", told(ui.task_blocking("gate", gate).poll())));
        }
        if ui.checkbox("Stuck").is_checked() {
            for n in 0..MANY {
                let _ = ui.scope(n, || ui.task(n, stuck).poll());
            }
            let _ = ui.task_blocking("never", gate).poll();
            ui.text("Stuck.");
        }
        if ui.checkbox("Panic").is_checked() {
            let panics = ui.task("panic", |what| async move {
                assert!(what.is_empty(), "asked to {what}");
                Ok::<_, Error>("calm")
            });
            ui.text(told(panics.poll()));
        }
        Ok(())
    })
}

fn main() -> std::process::ExitCode {
    hyperdiv::App::new("io.hyperdiv.tasks-probe").title("Tasks").run(app)
}
