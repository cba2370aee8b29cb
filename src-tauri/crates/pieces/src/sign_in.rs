//! The form to sign in, or to make an account.

use std::sync::Arc;

use hyperdiv_core::task::Action;
use hyperdiv_core::{Result, Ui};
use hyperdiv_elements::form::{self, Errors, Layout, Validate};
use hyperdiv_elements::{Align, Color, Elements, Style};
use hyperdiv_macros::Form;
use hyperdiv_session::ui::{Accounts, AccountsExt, SessionExt};
use hyperdiv_session::{AccountError, Verified};

#[derive(Form)]
struct SignIn {
    #[field(required)]
    name: String,
    #[field(required, password)]
    password: String,
}

#[derive(Form)]
struct Register {
    #[field(required, max_len = 64)]
    name: String,
    #[field(
        required,
        password,
        min_len = 8,
        hint = "At least 8 characters. A few words are easier to remember than a few signs."
    )]
    password: String,
    #[field(required, password, label = "Password once more")]
    again: String,
}

impl Validate for Register {
    fn validate(&self, errors: &mut Errors<Self>) {
        if self.password != self.again {
            errors.add(Register::AGAIN, "The two passwords differ.");
        }
    }
}

/// What a submitted form is to do, on another thread.
#[derive(Clone)]
struct Wanted {
    name: String,
    password: String,
    registers: bool,
}

async fn verified(accounts: Accounts, wanted: Wanted) -> Result<Verified, AccountError> {
    if wanted.registers {
        accounts.register(&wanted.name, &wanted.password).await?;
    }
    accounts.verify(&wanted.name, &wanted.password).await
}

type Work<'ui> = Action<'ui, Wanted, Verified>;

/// What became of what was submitted, in the run in which that is known.
enum Outcome {
    None,
    Verified(Arc<Verified>),
    /// And whether it is about the name.
    Refused(String, bool),
}

pub(crate) fn form(ui: &Ui) -> Result<bool> {
    let (session, accounts) = (ui.session(), ui.accounts());
    let registers = ui.state(|| false);
    let work = ui.action(move |wanted: Wanted| verified(accounts.clone(), wanted));
    let outcome = match work.finished() {
        None => Outcome::None,
        Some(Ok(who)) => Outcome::Verified(who),
        Some(Err(error)) => {
            let is_of_name = matches!(
                error.downcast_ref::<AccountError>(),
                Some(AccountError::Name | AccountError::NameTaken)
            );
            Outcome::Refused(error.to_string(), is_of_name)
        }
    };
    let keep = ui.card().max_width(28.0).with(|| {
        ui.vbox().gap(1.0).with(|| {
            // Asked before the form that it leads to is made, so that its first field can have the focus.
            let other = ui.detached(|| {
                let label = if registers.get() { "I have an account" } else { "Make an account" };
                let comes = ui.button(label).disabled(work.is_pending()).clicked();
                if comes {
                    registers.update(|registers| *registers = !*registers);
                }
                comes
            });
            let keep = if registers.get() {
                register(ui, work, &outcome, *other.get())
            } else {
                sign_in(ui, work, &outcome, *other.get());
                false
            };
            other.place();
            keep
        })
    });
    let Outcome::Verified(who) = outcome else { return Ok(false) };
    session.sign_in(&who)?;
    if keep {
        session.grant()?;
    }
    registers.set(false);
    Ok(true)
}

fn sign_in(ui: &Ui, work: Work<'_>, outcome: &Outcome, comes: bool) {
    ui.h2("Sign in");
    let mut form = ui.form::<SignIn>().submit_label("Sign in").disabled(work.is_pending()).layout(|form| {
        form.field(SignIn::NAME);
        form.field(SignIn::PASSWORD);
        buttons(ui, work, form);
    });
    if comes {
        form.focus(SignIn::NAME);
    }
    if let Some(SignIn { name, password }) = form.submitted() {
        work.run(Wanted { name, password, registers: false });
    }
    match outcome {
        Outcome::None => {}
        // No password stays where it was typed.
        Outcome::Verified(_) => form.reset(),
        // Where it is typed again.
        Outcome::Refused(text, _) => form.reject(SignIn::PASSWORD, text),
    }
}

/// Answers whether the account is to be kept on this computer.
fn register(ui: &Ui, work: Work<'_>, outcome: &Outcome, comes: bool) -> bool {
    ui.h2("Make an account");
    ui.text("It is for this computer alone. Nobody can send you a new password.")
        .font_color(Color::TEXT_QUIET);
    let mut keep = false;
    let builder = ui.form::<Register>().submit_label("Make the account").disabled(work.is_pending());
    let mut form = builder.layout(|form| {
        form.field(Register::NAME);
        form.field(Register::PASSWORD);
        form.field(Register::AGAIN);
        // In the words to which the person agrees. A guest who is kept has done so, and their account is kept as they are.
        let is_kept = ui.session().consent().is_some();
        let purposes = ui.session().purposes();
        keep = !is_kept && purposes.first().is_some_and(|purpose| ui.checkbox(purpose.text()).is_checked());
        if !is_kept {
            // In either case a line, so that nothing moves away under the pointer.
            let what_becomes = if keep {
                "The account is there when you open the app again."
            } else {
                "Without this, the account is gone when you close the app."
            };
            ui.text(what_becomes).font_color(Color::TEXT_QUIET);
        }
        buttons(ui, work, form);
    });
    if comes {
        form.focus(Register::NAME);
    }
    if let Some(Register { name, password, .. }) = form.submitted() {
        work.run(Wanted { name, password, registers: true });
    }
    match outcome {
        Outcome::None => {}
        Outcome::Verified(_) => form.reset(),
        Outcome::Refused(text, true) => form.reject(Register::NAME, text),
        Outcome::Refused(text, false) => form.reject_all(text),
    }
    keep
}

fn buttons<F: form::Form>(ui: &Ui, work: Work<'_>, form: &Layout<'_, F>) {
    ui.hbox().gap(0.75).align(Align::Center).with(|| {
        form.submit_button();
        if work.is_pending() {
            ui.spinner("Checking");
        }
    });
}
