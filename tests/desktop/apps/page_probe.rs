//! An app for what the page has to bear: many elements at once, hostile text, typing, and an app function that fails.

use hyperdiv::prelude::*;

/// What must come out as it went in, as text.
const HOSTILE: [&str; 8] = [
    "</script><script>window.harm = 1</script>",
    "<img src=x onerror=\"window.harm = 1\">",
    "quote \" apostrophe ' backslash \\ backtick ` ${window.harm = 1}",
    "line\u{2028}separator\u{2029}paragraph",
    "right-to-left \u{202e}txet",
    "\u{1f980} crab, \u{65e5}\u{672c}\u{8a9e}, combining e\u{301}",
    "null \u{0} and bell \u{7}",
    "__proto__",
];

pub(crate) fn app(ui: &Ui) -> Result {
    ui.vbox().gap(0.5).with(|| -> Result {
        let name = ui.text_input("Name").value();
        ui.text(format_args!("Hello {name}."));
        let many = ui.checkbox("Many").is_checked();
        let (panics, fails) = (ui.button("Panic").clicked(), ui.button("Fail").clicked());
        if ui.button("Wait").clicked() {
            // A pipe that the test makes: reading it takes until the test writes.
            std::fs::read(std::env::home_dir().unwrap_or_default().join("gate"))?;
        }
        for text in HOSTILE {
            ui.scope(text, || ui.text(text));
        }
        if many {
            // Far more than fits a message that is sent as a string.
            for line in 0..2000 {
                ui.scope(line, || ui.text(format_args!("Line {line}: {}", HOSTILE[line % HOSTILE.len()])));
            }
        }
        assert!(!panics, "asked to panic");
        if fails {
            return Err(Error::new("asked to fail"));
        }
        Ok(())
    })
}

fn main() -> std::process::ExitCode {
    hyperdiv::App::new("io.hyperdiv.page-probe").title("Page").run(app)
}
