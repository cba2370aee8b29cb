//! Light and dark: what the person chose, and what the system has.

use crate::ui::{Source, Ui};

/// What a run reads when it asks for the theme.
const THEME: Source = Source(0x7468_656d_6500_0000);

/// What the person can choose.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ThemeMode {
    /// Light, whatever the system has.
    Light,
    /// Dark, whatever the system has.
    Dark,
    /// As the system has it, and with it from then on.
    #[default]
    System,
}

impl ThemeMode {
    /// `light`, `dark` or `system`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            ThemeMode::Light => "light",
            ThemeMode::Dark => "dark",
            ThemeMode::System => "system",
        }
    }

    /// Reads what [`as_str`](Self::as_str) answers.
    #[must_use]
    pub fn parse(text: &str) -> Option<ThemeMode> {
        match text {
            "light" => Some(ThemeMode::Light),
            "dark" => Some(ThemeMode::Dark),
            "system" => Some(ThemeMode::System),
            _ => None,
        }
    }
}

/// The theme of all windows, and where it comes from.
#[derive(Clone, Copy, Default)]
pub(crate) struct Themes {
    pub(crate) mode: ThemeMode,
    pub(crate) system_dark: bool,
}

impl Themes {
    pub(crate) fn is_dark(self) -> bool {
        match self.mode {
            ThemeMode::Light => false,
            ThemeMode::Dark => true,
            ThemeMode::System => self.system_dark,
        }
    }
}

/// The theme of the app: one for all its windows. It stays when a session ends, and where the person has let the app keep
/// something on this computer it is kept over a restart.
///
/// Reading it makes the app run again when it changes. What is drawn with the theme's colours changes by itself: an app reads
/// the theme only to offer the choice, or to draw with fixed colours.
#[derive(Clone, Copy)]
pub struct Theme<'ui> {
    ui: &'ui Ui,
}

impl Theme<'_> {
    /// What the person chose; [`ThemeMode::System`] until they do.
    #[must_use]
    pub fn mode(self) -> ThemeMode {
        self.read().mode
    }

    /// Chooses for all windows.
    #[track_caller]
    pub fn set(self, mode: ThemeMode) {
        let before = std::mem::replace(&mut self.ui.inner.borrow_mut().themes.mode, mode);
        if before != mode {
            self.ui.wrote(THEME);
        }
    }

    /// Whether the windows are dark now, by choice or by the system.
    #[must_use]
    pub fn is_dark(self) -> bool {
        self.read().is_dark()
    }

    /// Whether the windows are light now.
    #[must_use]
    pub fn is_light(self) -> bool {
        !self.is_dark()
    }

    fn read(self) -> Themes {
        self.ui.read(THEME);
        self.ui.inner.borrow().themes
    }
}

impl Ui {
    /// The theme, light or dark, of all windows.
    #[must_use]
    pub fn theme(&self) -> Theme<'_> {
        Theme { ui: self }
    }

    /// A page tells what the system has.
    pub(crate) fn system_is_dark(&self, dark: bool) {
        let before = std::mem::replace(&mut self.inner.borrow_mut().themes.system_dark, dark);
        if before != dark {
            self.wrote(THEME);
        }
    }
}
