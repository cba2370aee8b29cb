//! Dates and times of day, as calendars and clocks have them: without a time zone.

use std::fmt;
use std::str::FromStr;

/// A day: `2026-01-31`.
///
/// ```
/// # use hyperdiv_elements::Date;
/// let day: Date = "2024-02-29".parse()?;
/// assert_eq!((day.year(), day.month(), day.day()), (2024, 2, 29));
/// assert!("2026-02-29".parse::<Date>().is_err());
/// # Ok::<(), hyperdiv_elements::DateError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

/// A time of day: `17:05`, or `17:05:30`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Time {
    hour: u8,
    minute: u8,
    second: u8,
}

/// A time of a day: `2026-01-31T17:05`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct DateTime {
    /// The day.
    pub date: Date,
    /// The time of that day.
    pub time: Time,
}

macro_rules! shown {
    ($($name:ident)*) => {
        $(impl hyperdiv_core::Content for $name {
            fn write_text(&self, out: &mut String) {
                out.push_str(&self.to_string());
            }
        })*
    };
}

shown!(Date Time DateTime);

/// A text or numbers that are no date or time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DateError;

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("there is no such date or time; they are written as in 2026-01-31 and 17:05")
    }
}

impl std::error::Error for DateError {}

impl Date {
    /// A day of the years 1 to 9999.
    ///
    /// # Errors
    ///
    /// Where the calendar has no such day.
    pub fn new(year: u16, month: u8, day: u8) -> Result<Self, DateError> {
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return Err(DateError),
        };
        let good = (1..=9999).contains(&year) && (1..=days).contains(&day);
        if good { Ok(Date { year, month, day }) } else { Err(DateError) }
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> u16 {
        self.year
    }

    /// The month, from 1.
    #[must_use]
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, from 1.
    #[must_use]
    pub fn day(self) -> u8 {
        self.day
    }
}

impl Time {
    /// A time of day.
    ///
    /// # Errors
    ///
    /// Where no clock shows it.
    pub fn new(hour: u8, minute: u8, second: u8) -> Result<Self, DateError> {
        if hour < 24 && minute < 60 && second < 60 {
            Ok(Time { hour, minute, second })
        } else {
            Err(DateError)
        }
    }

    /// The hour, from 0 to 23.
    #[must_use]
    pub fn hour(self) -> u8 {
        self.hour
    }

    /// The minute.
    #[must_use]
    pub fn minute(self) -> u8 {
        self.minute
    }

    /// The second.
    #[must_use]
    pub fn second(self) -> u8 {
        self.second
    }
}

/// Digits alone, as many as there have to be.
fn number(text: &str, digits: usize) -> Result<u16, DateError> {
    if text.len() != digits || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(DateError);
    }
    text.parse().map_err(|_| DateError)
}

fn small(text: &str) -> Result<u8, DateError> {
    number(text, 2)?.try_into().map_err(|_| DateError)
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        match text.split('-').collect::<Vec<_>>()[..] {
            [year, month, day] => Date::new(number(year, 4)?, small(month)?, small(day)?),
            _ => Err(DateError),
        }
    }
}

impl FromStr for Time {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        match text.split(':').collect::<Vec<_>>()[..] {
            [hour, minute] => Time::new(small(hour)?, small(minute)?, 0),
            [hour, minute, second] => Time::new(small(hour)?, small(minute)?, small(second)?),
            _ => Err(DateError),
        }
    }
}

impl FromStr for DateTime {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let (date, time) = text.split_once('T').ok_or(DateError)?;
        Ok(DateTime { date: date.parse()?, time: time.parse()? })
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour, self.minute)?;
        if self.second == 0 { Ok(()) } else { write!(f, ":{:02}", self.second) }
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{}", self.date, self.time)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_calendar_has_is_read_and_written() {
        for text in ["0001-01-01", "2000-02-29", "2024-02-29", "9999-12-31"] {
            assert_eq!(text.parse::<Date>().map(|date| date.to_string()).as_deref(), Ok(text));
        }
        for text in ["00:00", "23:59", "23:59:59"] {
            assert_eq!(text.parse::<Time>().map(|time| time.to_string()).as_deref(), Ok(text));
        }
        assert_eq!(
            "2026-01-31T17:05".parse::<DateTime>().map(|at| at.to_string()).as_deref(),
            Ok("2026-01-31T17:05")
        );
    }

    #[test]
    fn and_what_it_has_not_is_an_error() {
        for bad in [
            "",
            "2026-1-1",
            "2026-13-01",
            "2026-00-10",
            "2026-04-31",
            "1900-02-29",
            "0000-01-01",
            "+026-01-01",
            "2026-01-01T00:00",
            "10000-01-01",
        ] {
            assert_eq!(bad.parse::<Date>(), Err(DateError), "{bad}");
        }
        for bad in ["", "24:00", "1:00", "10:60", "10:00:60", "10", "10:00:00.5", " 10:00"] {
            assert_eq!(bad.parse::<Time>(), Err(DateError), "{bad}");
        }
        for bad in ["2026-01-31", "2026-01-31 17:05", "T", "2026-02-30T10:00"] {
            assert_eq!(bad.parse::<DateTime>(), Err(DateError), "{bad}");
        }
    }
}
