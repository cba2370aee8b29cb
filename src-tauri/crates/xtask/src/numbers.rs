//! Command lines of flags that take numbers.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::{Error, Result};

/// Reads flags, each of which takes a number; `how` is the usage.
///
/// # Errors
/// With the usage, for what is not among `flags`, and for a flag without a number.
pub(crate) fn read(args: &[String], how: &str, flags: &mut [(&str, &mut Option<u64>)]) -> Result<()> {
    let mut args = args.iter();
    while let Some(word) = args.next() {
        let Some((_, value)) = flags.iter_mut().find(|(flag, _)| flag == word) else {
            return Err(Error::Usage(format!("`{word}` is not known; {how}")));
        };
        let number = args.next().and_then(|text| text.parse().ok());
        **value = Some(number.ok_or_else(|| Error::Usage(format!("{word} needs a number; {how}")))?);
    }
    Ok(())
}

/// The seed that was asked for, or the time.
pub(crate) fn seed(asked: Option<u64>) -> u64 {
    asked.unwrap_or_else(|| SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs()))
}
