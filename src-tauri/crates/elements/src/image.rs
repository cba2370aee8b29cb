//! Pictures.

use hyperdiv_core::{Content, Kind, Role};

pub(crate) static IMAGE: Kind = Kind {
    name: "image",
    id: 123,
    children: false,
    role: Some(Role::Img),
    name_from: Some("alt"),
    inputs: &[],
    events: &["clicked"],
};

crate::handle! {
    /// A picture, no wider than what it is in.
    Image
}

impl Image<'_> {
    /// Whether it was clicked: true in one run. What is also to be done by keyboard is a button.
    #[must_use]
    pub fn clicked(self) -> bool {
        self.0.happened(0)
    }

    /// Another text in place of the picture, for whoever does not see it.
    pub fn alt(self, alt: impl Content) -> Self {
        self.0.set_content("alt", &alt);
        self
    }
}
