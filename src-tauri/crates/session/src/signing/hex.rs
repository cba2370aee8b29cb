//! Lower-case hexadecimal, one spelling for each value.
//!
//! Decoders that also take upper case let a token be spelled in many ways, each of them "valid". This one refuses every
//! spelling but its own encoder's, so comparing decoded bytes is comparing texts.

/// Writes `bytes` as two digits each; digits beyond the end of `out` are not written.
pub(crate) fn encode_into(bytes: &[u8], out: &mut [u8]) {
    for (byte, pair) in bytes.iter().zip(out.chunks_exact_mut(2)) {
        if let [high, low] = pair {
            *high = byte >> 4;
            *low = byte & 15;
        }
    }
    // A loop of its own over neighbouring bytes, which becomes vector code.
    let len = out.len().min(bytes.len() * 2);
    for digit in out.iter_mut().take(len) {
        let letter = u8::from(*digit > 9).wrapping_neg();
        *digit += b'0' + (letter & (b'a' - b'9' - 1));
    }
}

/// `bytes` as text.
pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut digits = vec![0; bytes.len() * 2];
    encode_into(bytes, &mut digits);
    digits.into_iter().map(char::from).collect()
}

/// The `N` bytes that `text` spells, or `None` for another length or another character than `0-9a-f`.
///
/// Takes the same time for every text of the right length: the loop has no early exit and no table.
pub(crate) fn decode<const N: usize>(text: &[u8]) -> Option<[u8; N]> {
    if text.len() != N * 2 {
        return None;
    }
    let mut bytes = [0; N];
    let mut bad = 0;
    for (byte, pair) in bytes.iter_mut().zip(text.chunks_exact(2)) {
        if let [high, low] = pair {
            let (high, high_bad) = value(*high);
            let (low, low_bad) = value(*low);
            *byte = (high << 4) | low;
            bad |= high_bad | low_bad;
        }
    }
    (bad == 0).then_some(bytes)
}

/// The digit's value, and a byte that is 0 only for a digit.
fn value(digit: u8) -> (u8, u8) {
    let decimal = digit.wrapping_sub(b'0');
    let letter = digit.wrapping_sub(b'a');
    if decimal < 10 { (decimal, 0) } else { (letter.wrapping_add(10) & 15, u8::from(letter >= 6)) }
}

#[cfg(test)]
mod tests {
    use super::{decode, encode, encode_into};

    #[test]
    fn every_byte_has_one_spelling() {
        for byte in 0..=255u8 {
            let text = encode(&[byte]);
            assert_eq!(text, format!("{byte:02x}"));
            assert_eq!(decode::<1>(text.as_bytes()), Some([byte]));
            let mut out = [0; 2];
            encode_into(&[byte], &mut out);
            assert_eq!(out, text.as_bytes());
        }
        let spellings = (0..=u16::MAX).filter(|pair| decode::<1>(&pair.to_be_bytes()).is_some()).count();
        assert_eq!(spellings, 256);
    }

    #[test]
    fn other_lengths_are_refused() {
        assert_eq!(decode::<2>(b"abc"), None);
        assert_eq!(decode::<2>(b"abcde"), None);
        assert_eq!(decode::<2>(b""), None);
        assert_eq!(decode::<0>(b""), Some([]));
    }
}
