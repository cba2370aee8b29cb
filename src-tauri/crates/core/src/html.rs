//! Markup that a page may take as HTML.

/// HTML that a sanitiser has let through. The only value that a page takes as markup: every other text stays text.
///
/// The type is the promise, so there is one call of [`sanitised`](Html::sanitised) outside of tests: in the module that holds
/// the allow-list.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Html(String);

impl Html {
    /// Takes the word of the caller that nothing in `markup` can run, load from elsewhere or lead where no link may.
    #[must_use]
    pub fn sanitised(markup: String) -> Html {
        Html(markup)
    }

    /// The markup.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
