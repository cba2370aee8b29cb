//! Random bytes from the operating system, and the error when it has none.

use std::error::Error;
use std::fmt;

use zeroize::Zeroizing;

/// The operating system gave no random bytes, so nothing secret can be made.
///
/// Nothing weaker is ever used in its place. `source()` is the system's own error.
#[derive(Debug)]
pub struct EntropyError {
    source: getrandom::Error,
}

impl fmt::Display for EntropyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "the operating system gave no random bytes, so no key or token can be made; restart the app",
        )
    }
}

impl Error for EntropyError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.source)
    }
}

/// `N` random bytes from the operating system, wiped when dropped.
pub(crate) fn random<const N: usize>() -> Result<Zeroizing<[u8; N]>, EntropyError> {
    let mut bytes = Zeroizing::new([0; N]);
    getrandom::fill(bytes.as_mut_slice()).map_err(|source| EntropyError { source })?;
    Ok(bytes)
}
