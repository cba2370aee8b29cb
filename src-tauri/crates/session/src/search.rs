//! Looks through files for what must not be in them any more, in each of the forms in which a program may have written it.

use std::io::{self, Read};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

/// Shorter ones would be found by chance.
const FEWEST_BYTES: usize = 8;

/// How much of a file is looked at in one piece.
const PIECE: usize = 1 << 20;

/// What is looked for.
#[derive(Default)]
pub(crate) struct Markers {
    /// Sorted by their first two bytes.
    forms: Vec<Vec<u8>>,
    count: usize,
    longest: usize,
}

impl Markers {
    /// Adds a marker in all its forms: as it is, in UTF-16, in hex, and in base64 wherever in a longer text it begins. One that is too
    /// short to tell anything is left out.
    pub(crate) fn add(&mut self, marker: &[u8]) {
        if marker.len() < FEWEST_BYTES {
            return;
        }
        self.count += 1;
        let hex = |upper: bool| {
            let digit = |byte: &u8| if upper { format!("{byte:02X}") } else { format!("{byte:02x}") };
            marker.iter().map(digit).collect::<String>()
        };
        let mut forms = vec![marker.to_vec(), hex(false).into_bytes(), hex(true).into_bytes()];
        if let Ok(text) = std::str::from_utf8(marker) {
            forms.push(text.encode_utf16().flat_map(u16::to_le_bytes).collect());
        }
        for before in 0..3 {
            let shifted = [vec![0; before], marker.to_vec()].concat();
            let text = STANDARD_NO_PAD.encode(shifted);
            // The first and the last character hold bits of what is beside the marker.
            let (first, last) = (if before == 0 { 0 } else { before + 1 }, text.len().saturating_sub(1));
            forms.extend(text.as_bytes().get(first..last).map(<[u8]>::to_vec));
        }
        forms.retain(|form| form.len() >= FEWEST_BYTES);
        self.longest = forms.iter().map(Vec::len).fold(self.longest, usize::max);
        self.forms.append(&mut forms);
        self.forms.sort();
        self.forms.dedup();
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.count
    }

    /// Reads a file to its end, and answers its size and whether one is in it.
    pub(crate) fn find_in(&self, mut file: impl Read) -> io::Result<(u64, bool)> {
        let (mut seen, mut size, mut found) = (Vec::new(), 0_u64, false);
        loop {
            let before = seen.len();
            let read = file.by_ref().take(PIECE as u64).read_to_end(&mut seen)?;
            if read == 0 {
                return Ok((size, found));
            }
            size = size.saturating_add(read as u64);
            found = found || self.is_in(&seen);
            // One may lie across two pieces.
            let kept = self.longest.saturating_sub(1).min(before.saturating_add(read));
            seen.drain(..seen.len().saturating_sub(kept));
        }
    }

    fn is_in(&self, bytes: &[u8]) -> bool {
        (0..bytes.len()).any(|at| {
            let rest = bytes.get(at..).unwrap_or_default();
            let head = rest.get(..2).unwrap_or_default();
            if head.len() < 2 {
                return false;
            }
            let from = self.forms.partition_point(|form| form.get(..2).unwrap_or_default() < head);
            let forms = self.forms.get(from..).unwrap_or_default();
            forms.iter().take_while(|form| form.starts_with(head)).any(|form| rest.starts_with(form))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MARKER: &str = "her secret diary";

    fn found(file: &[u8]) -> bool {
        let mut markers = Markers::default();
        markers.add(b"short");
        markers.add(MARKER.as_bytes());
        markers.add("\u{e4}nother one".as_bytes());
        assert_eq!(markers.len(), 2);
        let (size, found) = markers.find_in(file).unwrap();
        assert_eq!(size, file.len() as u64);
        found
    }

    #[test]
    fn a_marker_is_found_in_every_form_wherever_it_lies() {
        let wide = MARKER.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let hex: String = MARKER.bytes().map(|byte| format!("{byte:02x}")).collect();
        let forms = [MARKER.as_bytes().to_vec(), wide, hex.to_uppercase().into_bytes(), hex.into_bytes()];
        for form in forms {
            for before in [0, 1, PIECE - 3, PIECE, 3 * PIECE - 7] {
                assert!(found(&[vec![b'.'; before], form.clone(), b"...".to_vec()].concat()), "{before}");
            }
        }
        for before in ["", "a", "ab", "abc", "abcd"] {
            for after in ["", "z", "zz", "zzz"] {
                let text = STANDARD_NO_PAD.encode(format!("{before}{MARKER}{after}"));
                assert!(found(text.as_bytes()), "{before} {after}");
            }
        }
    }

    #[test]
    fn what_is_not_there_is_not_found() {
        for file in [&b""[..], b"h", b"her secret diar", b"short", b"HER SECRET DIARY", &[0; 3 * PIECE]] {
            assert!(!found(file));
        }
    }
}
