//! Pictures.

use hyperdiv_core::{Content, Kind, Role};

pub(crate) static IMAGE: Kind = Kind {
    name: "image",
    id: 123,
    children: false,
    role: Some(Role::Img),
    name_from: Some("alt"),
    inputs: &[],
    events: &[],
};

crate::handle! {
    /// A picture, no wider than what it is in.
    Image
}

impl Image<'_> {
    /// Another text in place of the picture, for whoever does not see it.
    pub fn alt(self, alt: impl Content) -> Self {
        self.0.set_content("alt", &alt);
        self
    }
}
