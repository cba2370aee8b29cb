//! What became of a store that could not be used as it was, for the person who has to know.

use std::{fmt, path::PathBuf};

use serde::{Deserialize, Serialize};

/// What was wrong with a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Found {
    /// Its files contradict themselves, or do not hold what they should.
    Damaged,
    /// Its files are gone.
    Missing,
    /// It is as it was at an earlier time.
    Older,
    /// It did not open in time, twice.
    Hanging,
}

impl Found {
    /// The word for it in the name of a quarantine.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Damaged => "damaged",
            Self::Missing => "missing",
            Self::Older => "older",
            Self::Hanging => "hanging",
        }
    }
}

/// What a store was made anew from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Source {
    /// Everything that was committed: nothing is lost.
    Whole,
    /// An earlier state of the store's own files.
    Earlier,
    /// A snapshot, taken at this time in Unix seconds.
    Snapshot(i64),
    /// There was nothing to make it from: it is empty.
    Nothing,
}

/// A store that was made anew. It is told to the person until they have answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recovery {
    /// What was wrong.
    pub found: Found,
    /// The same, for whoever looks into it.
    pub cause: String,
    /// When that was, in Unix seconds.
    pub at: i64,
    /// What it was made anew from.
    pub source: Source,
    /// How many records of the app and its people were restored.
    pub records: u64,
    /// How many there were when the store was last seen, where that is known.
    pub records_before: Option<u64>,
    /// Where the store lies as it was found, byte for byte.
    pub quarantine: PathBuf,
}

impl Recovery {
    /// Whether everything that was committed is there.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.source == Source::Whole
    }
}

impl fmt::Display for Recovery {
    /// One line for the log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the store was {} ({}); ", self.found.word(), self.cause)?;
        match self.source {
            Source::Whole => write!(f, "all {} records were restored", self.records)?,
            Source::Earlier => write!(f, "{} records of an earlier state were restored", self.records)?,
            Source::Snapshot(at) => {
                write!(f, "{} records were restored from the snapshot of {}", self.records, utc(at))?;
            }
            Source::Nothing => f.write_str("there was nothing to restore, and a new one was made")?,
        }
        write!(f, "; as it was it lies in {}", self.quarantine.display())
    }
}

/// A time as people and machines read it: `2026-01-31 09:05 UTC`.
#[must_use]
pub fn utc(seconds: i64) -> String {
    let (year, month, day, hour, minute, _) = civil(seconds);
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02} UTC")
}

/// A time as a part of a file's name: `20260131T090503Z`.
pub(super) fn utc_name(seconds: i64) -> String {
    let (year, month, day, hour, minute, second) = civil(seconds);
    format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z")
}

/// Year, month, day, hour, minute and second in UTC, after Howard Hinnant's `civil_from_days`.
fn civil(seconds: i64) -> (i64, i64, i64, i64, i64, i64) {
    let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day, second / 3600, second / 60 % 60, second % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_those_of_the_calendar() {
        for (seconds, time, name) in [
            (0, "1970-01-01 00:00 UTC", "19700101T000000Z"),
            (1_767_225_599, "2025-12-31 23:59 UTC", "20251231T235959Z"),
            (1_709_208_000, "2024-02-29 12:00 UTC", "20240229T120000Z"),
            (951_868_800, "2000-03-01 00:00 UTC", "20000301T000000Z"),
            (-1, "1969-12-31 23:59 UTC", "19691231T235959Z"),
        ] {
            assert_eq!((utc(seconds).as_str(), utc_name(seconds).as_str()), (time, name));
        }
    }
}
