//! What tells the person how things are: alerts, and the sign that something is being done.

use std::time::Duration;

use hyperdiv_core::{Accepts, Element, Input, InputValue, Kind, Measure, Role, Ui, Unit, Value};

use crate::control::Variant;
use crate::icon;
use crate::style::{Css, Length, Paint};

const fn alert_kind(name: &'static str, id: u16, role: Role) -> Kind {
    Kind {
        name,
        id,
        children: true,
        role: Some(role),
        name_from: Some("label"),
        inputs: &[Input { name: "dismissed", accepts: Accepts::Bool }],
        events: &[],
    }
}

/// It interrupts.
pub(crate) static ALERT: Kind = alert_kind("alert", 76, Role::Alert);
/// It waits its turn to be read.
pub(crate) static ALERT_STATUS: Kind = alert_kind("alert_status", 77, Role::Status);

pub(crate) static SPINNER: Kind = Kind {
    name: "spinner",
    id: 78,
    children: false,
    role: Some(Role::Status),
    name_from: Some("label"),
    inputs: &[],
    events: &[],
};

crate::handle! {
    /// A message among the rest of the page.
    Alert
}

impl<'ui> Alert<'ui> {
    #[track_caller]
    pub(crate) fn make(ui: &'ui Ui, variant: Variant) -> Element<'ui> {
        let (kind, icon) = match variant {
            Variant::Warning => (&ALERT, "exclamation-triangle"),
            Variant::Danger => (&ALERT, "exclamation-octagon"),
            Variant::Success => (&ALERT_STATUS, "check2-circle"),
            Variant::Neutral => (&ALERT_STATUS, "gear"),
            Variant::Primary => (&ALERT_STATUS, "info-circle"),
        };
        let word = variant.word();
        ui.element(kind).set("variant", Value::Word(word)).set("icon", Value::Word(icon))
    }

    /// Puts more into it, below its message, and returns what `body` returns.
    pub fn with<R>(self, body: impl FnOnce() -> R) -> R {
        self.0.with(body)
    }

    /// Another icon than the one of its variant.
    pub fn icon(self, name: &str) -> Self {
        icon::put(self.0, "icon", name);
        self
    }

    /// Whether the person can close it.
    pub fn closable(self, closable: bool) -> Self {
        self.0.set("closable", closable);
        self
    }

    /// Closes it by itself after this time on screen. While the pointer or the keyboard focus is in it, it stays.
    pub fn duration(self, duration: Duration) -> Self {
        self.0.set("duration", Measure { number: duration.as_secs_f64(), unit: Unit::Seconds });
        self
    }

    /// Whether it is shown; it is, until it is closed.
    #[track_caller]
    #[must_use]
    pub fn is_open(self) -> bool {
        self.0.input(0) != InputValue::Bool(true)
    }

    /// Whether the person has just closed it, or its time has run out: true in one run.
    #[must_use]
    pub fn closed(self) -> bool {
        self.0.changed(0) == Some(InputValue::Bool(true))
    }

    /// Whether it is shown for as long as neither the person has closed it nor the app has opened or closed it. Where the app
    /// decides each time, it says so by [`open`](Self::open) and [`close`](Self::close).
    pub fn default_open(self, open: bool) -> Self {
        self.0.default_input(0, InputValue::Bool(!open));
        self
    }

    /// Shows it.
    #[track_caller]
    pub fn open(self) -> Self {
        self.0.set_input(0, InputValue::Bool(false));
        self
    }

    /// Closes it.
    #[track_caller]
    pub fn close(self) -> Self {
        self.0.set_input(0, InputValue::Bool(true));
        self
    }
}

crate::handle! {
    /// The sign that something is being done. It is as large as the text around it.
    Spinner
}

impl Spinner<'_> {
    /// How long one turn takes.
    pub fn speed(self, turn: Duration) -> Self {
        self.0.set("speed", Measure { number: turn.as_secs_f64(), unit: Unit::Seconds });
        self
    }

    /// How wide the ring is.
    pub fn track_width(self, width: impl Into<Length>) -> Self {
        width.into().put(self.0, "track_width");
        self
    }

    /// The colour of the ring.
    pub fn track_color(self, color: impl Into<Paint>) -> Self {
        color.into().put(self.0, "track_color");
        self
    }

    /// The colour of what goes round.
    pub fn indicator_color(self, color: impl Into<Paint>) -> Self {
        color.into().put(self.0, "indicator_color");
        self
    }
}
