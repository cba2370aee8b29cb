//! How far a store has come, as it says of itself in every commit.
//!
//! The row goes with the batch that it counts, in the same atomic write, so that it costs no sync of its own. What was
//! last seen of it is also kept outside of the database, see [`home`](crate::home): a store that is behind that, or that
//! does not hold as many entries as it says, has lost something.

use flate2::Crc;

use super::Tree;

const VERSION: u8 = 1;
const NUMBERS: usize = 2 + Tree::ALL.len();

/// The length of [`Standing::to_bytes`].
pub(crate) const STANDING_BYTES: usize = 1 + 8 * NUMBERS + 4;

/// The number of entries in each tree, in the order of [`Tree::ALL`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts([u64; Tree::ALL.len()]);

impl Counts {
    /// The number of entries of one tree.
    #[must_use]
    pub fn of(self, tree: Tree) -> u64 {
        let [meta, sessions, owners, data] = self.0;
        match tree {
            Tree::Meta => meta,
            Tree::Sessions => sessions,
            Tree::Owners => owners,
            Tree::Data => data,
        }
    }

    /// The number of entries of all trees.
    #[must_use]
    pub fn all(self) -> u64 {
        self.0.iter().fold(0, |sum, count| sum.saturating_add(*count))
    }

    /// The counts with those of one tree changed by `by`.
    #[must_use]
    pub fn add(mut self, tree: Tree, by: i64) -> Self {
        for (of, count) in Tree::ALL.iter().zip(&mut self.0) {
            if *of == tree {
                *count = count.saturating_add_signed(by);
            }
        }
        self
    }
}

/// How far a store has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// How often the store was made anew: when it was restored or rebuilt.
    pub epoch: u64,
    /// How many commits it has taken.
    pub generation: u64,
    /// What it holds.
    pub counts: Counts,
}

impl Standing {
    /// What tells which of two standings of one store is the later one.
    #[must_use]
    pub fn order(&self) -> (u64, u64) {
        (self.epoch, self.generation)
    }

    /// A version byte, the numbers with their first byte first, and a CRC-32.
    #[must_use]
    pub(crate) fn to_bytes(self) -> [u8; STANDING_BYTES] {
        let mut bytes = [0; STANDING_BYTES];
        bytes[0] = VERSION;
        let numbers = [self.epoch, self.generation].into_iter().chain(self.counts.0);
        let (content, crc) = bytes.split_at_mut(STANDING_BYTES - 4);
        for (place, number) in content[1..].chunks_exact_mut(8).zip(numbers) {
            place.copy_from_slice(&number.to_be_bytes());
        }
        crc.copy_from_slice(&crc32(content).to_be_bytes());
        bytes
    }

    /// What [`to_bytes`](Standing::to_bytes) wrote, and nothing else.
    #[must_use]
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (content, crc) = bytes.split_last_chunk::<4>()?;
        let (version, numbers) = content.split_first()?;
        if bytes.len() != STANDING_BYTES || *version != VERSION || u32::from_be_bytes(*crc) != crc32(content)
        {
            return None;
        }
        let mut numbers =
            numbers.chunks_exact(8).filter_map(|part| Some(u64::from_be_bytes(part.try_into().ok()?)));
        let (epoch, generation) = (numbers.next()?, numbers.next()?);
        let mut counts = Counts::default();
        for count in &mut counts.0 {
            *count = numbers.next()?;
        }
        Some(Self { epoch, generation, counts })
    }
}

fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_as_it_was_written_and_nothing_else_is() {
        let standing = Standing { epoch: 3, generation: u64::MAX, counts: Counts([1, 2, 3, 1 << 40]) };
        let bytes = standing.to_bytes();
        assert_eq!(Standing::from_bytes(&bytes), Some(standing));
        for at in 0..bytes.len() {
            let mut other = bytes;
            other[at] ^= 1;
            assert_eq!(Standing::from_bytes(&other), None, "byte {at}");
            assert_eq!(Standing::from_bytes(&bytes[..at]), None, "{at} bytes");
        }
    }

    #[test]
    fn counts_are_by_tree() {
        let counts = Counts::default().add(Tree::Data, 5).add(Tree::Meta, 2).add(Tree::Data, -1);
        assert_eq!((counts.of(Tree::Data), counts.of(Tree::Meta), counts.of(Tree::Owners)), (4, 2, 0));
        assert_eq!(counts.all(), 6);
        assert_eq!(counts.add(Tree::Owners, -1), counts, "a count below nothing is nothing");
    }
}
