//! How a value lies in the rows of the database.
//!
//! sled moves a node that is larger than a quarter of a segment (128 KiB) to a file in `blobs/`, which nobody
//! fsyncs, and deleted blobs stay on disk. A leaf is rewritten whole and holds up to about 20 rows, so it is the rows
//! together that must stay below that size: a value is one row up to [`CHUNK_BYTES`], and beyond that a header with
//! chunks of that size.
//!
//! ```text
//! value row   tree, key                          0, CRC-32 of the value, the value
//!             tree, key                          1, CRC-32 of the value, length u32, count u16
//! chunk row   tree | 0x80, key length u16, key, index u16
//!                                                CRC-32 of the whole value, the chunk
//! internal    0xff, name                         not a value of the trait
//! ```
//!
//! Numbers are big-endian, so that chunks sort by index. The CRC in every chunk names the value that it belongs to:
//! a mix of two writes is found at once. Chunk rows lie outside the range of value rows; a scan never meets one.

use std::{error::Error, fmt};

use flate2::Crc;

use super::{MAX_KEY_BYTES, MAX_VALUE_BYTES, Tree};

/// The largest part of a value in one row. 29 rows of this size fit below sled's limit for a node, and a leaf has
/// at most 17 rows before it is split and about 3 more while it is merged.
pub(super) const CHUNK_BYTES: usize = 4096;

const CHUNK_FLAG: u8 = 0x80;
const INLINE: u8 = 0;
const CHUNKED: u8 = 1;
const CRC_BYTES: usize = 4;
const HEADER_BYTES: usize = 1 + CRC_BYTES + 4 + 2;

/// What is wrong with the rows of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ChunkError {
    /// The header is no header that this module writes.
    Header,
    /// A chunk is missing, too short, or part of another value.
    Chunk(u16),
    /// The whole does not have the length or the checksum that its header gives.
    Checksum,
}

impl fmt::Display for ChunkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header => f.write_str("a value has an unreadable header"),
            Self::Chunk(index) => write!(f, "part {index} of a value is missing or belongs to another one"),
            Self::Checksum => f.write_str("a value does not match its checksum"),
        }
    }
}

impl Error for ChunkError {}

/// The key of the row that holds a value or its header; with a prefix of a key, the prefix of such rows.
pub(super) fn value_row(tree: Tree, key: &[u8]) -> Vec<u8> {
    let mut row = Vec::with_capacity(1 + key.len());
    row.push(tree.byte());
    row.extend_from_slice(key);
    row
}

/// What the keys of all chunks of a value start with.
///
/// Keys are at most [`MAX_KEY_BYTES`] long, so their length fits; a longer one saturates and finds nothing.
pub(super) fn chunk_prefix(tree: Tree, key: &[u8]) -> Vec<u8> {
    const { assert!(MAX_KEY_BYTES <= u16::MAX as usize) };
    let len = u16::try_from(key.len()).unwrap_or(u16::MAX);
    let mut row = Vec::with_capacity(1 + 2 + key.len() + 2);
    row.push(tree.byte() | CHUNK_FLAG);
    row.extend_from_slice(&len.to_be_bytes());
    row.extend_from_slice(key);
    row
}

/// The key of one chunk.
pub(super) fn chunk_row(prefix: &[u8], index: u16) -> Vec<u8> {
    let mut row = Vec::with_capacity(prefix.len() + 2);
    row.extend_from_slice(prefix);
    row.extend_from_slice(&index.to_be_bytes());
    row
}

/// The index at the end of a chunk's key.
pub(super) fn chunk_index(prefix: &[u8], row: &[u8]) -> Option<u16> {
    let index = row.strip_prefix(prefix)?;
    Some(u16::from_be_bytes(index.try_into().ok()?))
}

/// The rows of a value: the content of its value row, and of its chunks in order.
pub(super) struct Encoded {
    pub(super) row: Vec<u8>,
    pub(super) chunks: Vec<Vec<u8>>,
}

pub(super) fn encode(value: &[u8]) -> Encoded {
    const { assert!(MAX_VALUE_BYTES / CHUNK_BYTES < u16::MAX as usize && MAX_VALUE_BYTES <= u32::MAX as usize) };
    let crc = crc32(value).to_be_bytes();
    if value.len() <= CHUNK_BYTES {
        let mut row = Vec::with_capacity(1 + CRC_BYTES + value.len());
        row.push(INLINE);
        row.extend_from_slice(&crc);
        row.extend_from_slice(value);
        return Encoded { row, chunks: Vec::new() };
    }
    let chunks: Vec<Vec<u8>> = value.chunks(CHUNK_BYTES).map(|part| [&crc[..], part].concat()).collect();
    let mut row = Vec::with_capacity(HEADER_BYTES);
    row.push(CHUNKED);
    row.extend_from_slice(&crc);
    row.extend_from_slice(&u32::try_from(value.len()).unwrap_or(u32::MAX).to_be_bytes());
    row.extend_from_slice(&u16::try_from(chunks.len()).unwrap_or(u16::MAX).to_be_bytes());
    Encoded { row, chunks }
}

/// Whether rows of chunks may stand beside this value row. An unreadable row counts, so that overwriting it leaves
/// nothing behind.
pub(super) fn may_have_chunks(row: &[u8]) -> bool {
    row.first() != Some(&INLINE)
}

/// The value of `row`, its chunks fetched by `chunk`, which answers `None` where there is none.
pub(super) fn decode<E: From<ChunkError>>(
    row: &[u8],
    mut chunk: impl FnMut(u16) -> Result<Option<Vec<u8>>, E>,
) -> Result<Vec<u8>, E> {
    let (kind, rest) = row.split_first().ok_or(ChunkError::Header)?;
    let (crc, body) = rest.split_first_chunk::<CRC_BYTES>().ok_or(ChunkError::Header)?;
    let value = match *kind {
        INLINE => body.to_vec(),
        CHUNKED => {
            let (len, count) = body.split_first_chunk::<4>().ok_or(ChunkError::Header)?;
            let len = usize::try_from(u32::from_be_bytes(*len)).map_err(|_| ChunkError::Header)?;
            let count = u16::from_be_bytes(count.try_into().map_err(|_| ChunkError::Header)?);
            if len > MAX_VALUE_BYTES || usize::from(count) != len.div_ceil(CHUNK_BYTES) {
                return Err(ChunkError::Header.into());
            }
            let mut value = Vec::with_capacity(len);
            for index in 0..count {
                let part = chunk(index)?.ok_or(ChunkError::Chunk(index))?;
                let part = part.strip_prefix(crc).ok_or(ChunkError::Chunk(index))?;
                value.extend_from_slice(part);
            }
            if value.len() != len {
                return Err(ChunkError::Checksum.into());
            }
            value
        }
        _ => return Err(ChunkError::Header.into()),
    };
    if crc32(&value).to_be_bytes() != *crc {
        return Err(ChunkError::Checksum.into());
    }
    Ok(value)
}

fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(encoded: &Encoded) -> Result<Vec<u8>, ChunkError> {
        decode(&encoded.row, |index| Ok(encoded.chunks.get(usize::from(index)).cloned()))
    }

    fn value(len: usize, seed: u8) -> Vec<u8> {
        (0..len).map(|i| (i % 251) as u8 ^ seed).collect()
    }

    #[test]
    fn values_of_every_size_come_back() {
        for len in
            [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 65_535, 65_536, 65_537, MAX_VALUE_BYTES]
        {
            let encoded = encode(&value(len, 7));
            assert_eq!(read(&encoded), Ok(value(len, 7)), "{len} bytes");
            assert_eq!(encoded.chunks.is_empty(), len <= CHUNK_BYTES, "{len} bytes");
        }
    }

    #[test]
    fn a_mix_of_two_values_is_found() {
        let (mut new, old) = (encode(&value(20_000, 1)), encode(&value(20_000, 2)));
        new.chunks[2] = old.chunks[2].clone();
        assert_eq!(read(&new), Err(ChunkError::Chunk(2)));
    }

    #[test]
    fn a_missing_or_shortened_chunk_is_found() {
        let mut missing = encode(&value(20_000, 1));
        missing.chunks.pop();
        assert_eq!(read(&missing), Err(ChunkError::Chunk(4)));
        let mut short = encode(&value(20_000, 1));
        short.chunks[0].pop();
        assert_eq!(read(&short), Err(ChunkError::Checksum));
    }

    #[test]
    fn no_change_of_one_bit_goes_unseen() {
        let good = encode(b"two words");
        for bit in 0..good.row.len() * 8 {
            let mut bad = encode(b"two words");
            bad.row[bit / 8] ^= 1 << (bit % 8);
            assert!(read(&bad).is_err(), "bit {bit}");
        }
        for len in 0..good.row.len() {
            let bad = Encoded { row: good.row[..len].to_vec(), chunks: Vec::new() };
            assert!(read(&bad).is_err(), "cut to {len}");
        }
    }

    #[test]
    fn keys_of_chunks_are_told_apart_and_sort_by_index() {
        assert_ne!(
            chunk_row(&chunk_prefix(Tree::Data, b"a"), 0),
            chunk_row(&chunk_prefix(Tree::Data, b"a\0"), 0)
        );
        let prefix = chunk_prefix(Tree::Data, b"a");
        assert!(chunk_row(&prefix, 255) < chunk_row(&prefix, 256));
        assert_eq!(chunk_index(&prefix, &chunk_row(&prefix, 258)), Some(258));
        assert_eq!(chunk_index(&prefix, &prefix), None);
        for tree in Tree::ALL {
            assert!(value_row(tree, b"") < chunk_prefix(Tree::Meta, b""), "value rows lie below chunk rows");
        }
    }
}
