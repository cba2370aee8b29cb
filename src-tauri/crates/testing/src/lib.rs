//! Drive an app by role and name, without a window.
//!
//! [`Harness`] takes the place of the window: it runs the same runtime, sessions and wire messages as the desktop host,
//! applies them to a model of the page, and speaks of what is on it as a person would.
//!
//! ```
//! use hyperdiv_core::{Result, Role, Ui};
//! use hyperdiv_elements::Elements;
//! use hyperdiv_testing::Harness;
//!
//! fn app(ui: &Ui) -> Result {
//!     let count = ui.state(|| 0);
//!     if ui.button("Press").clicked() {
//!         count.update(|count| *count += 1);
//!     }
//!     ui.text(format_args!("Pressed {} times", count.get()));
//!     Ok(())
//! }
//!
//! let mut harness = Harness::new(app);
//! harness.click(Role::Button, "Press");
//! assert!(harness.has(Role::Text, "Pressed 1 times"), "\n{}", harness.tree());
//! ```

mod builder;
mod chosen;
mod clock;
mod document;
mod executor;
mod fail;
mod fault;
mod gestures;
mod harness;
mod look;
mod overlay;
mod page;
mod page_effects;
mod raw;
mod storage;
mod verbs;
mod window;

pub use builder::Builder;
pub use fault::StoreFault;
pub use harness::Harness;
pub use hyperdiv_core::Role;
pub use page::{Found, Page};
pub use storage::PageMirror;
pub use verbs::IntoInput;
