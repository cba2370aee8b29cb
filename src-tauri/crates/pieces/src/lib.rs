//! Ready pieces of an app, in its own elements: the form to sign in and to make an account, the question for consent, the row that
//! says who is there, and the page on which a person sees and ends everything that is kept of them.
//!
//! Each is a method of `ui` that the prelude brings in. They use nothing that an app could not use itself.

// What the derives of the macros name.
extern crate self as hyperdiv;
#[doc(hidden)]
pub use hyperdiv_core as core;
#[doc(hidden)]
pub use hyperdiv_elements as elements;

mod account_row;
mod consent;
mod privacy;
mod sign_in;

use hyperdiv_core::{NewWindow, Result, Ui};

pub use account_row::AccountRow;
pub use consent::ConsentDialog;

/// The pieces. Implemented for [`Ui`] and nothing else.
pub trait Pieces: sealed::Sealed {
    /// A form to sign in by name and password, or to make an account. Whether a new account is to be kept on this computer is asked
    /// in the app's own words, and not ticked before. True in the run in which somebody has signed in by it.
    ///
    /// ```
    /// use hyperdiv::prelude::*;
    ///
    /// fn app(ui: &Ui) -> Result {
    ///     match ui.session().user_name() {
    ///         None => {
    ///             if ui.sign_in_form()? {
    ///                 ui.toast("Welcome");
    ///             }
    ///         }
    ///         Some(name) => {
    ///             ui.text(format_args!("Hello {name}"));
    ///         }
    ///     }
    ///     Ok(())
    /// }
    /// # let mut app = hyperdiv::testing::Harness::new(app);
    /// # app.set("Name", "Ada");
    /// # app.set("Password", "wrong password");
    /// # app.click(hyperdiv::core::Role::Button, "Sign in");
    /// # app.run_until_idle();
    /// # let told = app.get(hyperdiv::core::Role::Textbox, "Password").description;
    /// # assert_eq!(told, "The name or the password is wrong.");
    /// ```
    ///
    /// # Errors
    ///
    /// What is kept cannot be read or written.
    #[track_caller]
    fn sign_in_form(&self) -> Result<bool>;

    /// The question for a purpose of the app's: two buttons of one kind, and Escape is no. It opens by itself where the person has
    /// agreed to another text than the app has now, and by [`ask`](ConsentDialog::ask).
    ///
    /// # Errors
    ///
    /// What is kept cannot be removed.
    #[track_caller]
    fn consent_dialog(&self, purpose: &str) -> Result<ConsentDialog<'_>>;

    /// A row that says who is signed in, with what they can do: see what is kept of them, and sign out.
    ///
    /// # Errors
    ///
    /// What is kept cannot be read.
    #[track_caller]
    fn account_row(&self) -> Result<AccountRow>;

    /// Opens the window "Privacy and sessions", which shows [`privacy_page`](Self::privacy_page). An effect.
    #[track_caller]
    fn open_privacy_window(&self);

    /// Everything that is kept of whoever is signed in: what they have agreed to, their sessions, their records, and how to end each of
    /// them, take them along, and erase everything.
    ///
    /// # Errors
    ///
    /// What is kept cannot be read.
    #[track_caller]
    fn privacy_page(&self) -> Result;
}

impl Pieces for Ui {
    #[track_caller]
    fn sign_in_form(&self) -> Result<bool> {
        self.component(|| sign_in::form(self))
    }

    #[track_caller]
    fn consent_dialog(&self, purpose: &str) -> Result<ConsentDialog<'_>> {
        self.scope(purpose, || consent::dialog(self, purpose))
    }

    #[track_caller]
    fn account_row(&self) -> Result<AccountRow> {
        self.component(|| account_row::row(self))
    }

    #[track_caller]
    fn open_privacy_window(&self) {
        let window = NewWindow::new("privacy").title("Privacy and sessions").size(820.0, 760.0);
        self.open_window(window, Pieces::privacy_page);
    }

    #[track_caller]
    fn privacy_page(&self) -> Result {
        self.component(|| privacy::page(self))
    }
}

mod sealed {
    pub trait Sealed {}

    impl Sealed for hyperdiv_core::Ui {}
}
