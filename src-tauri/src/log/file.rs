//! A log in files: lines at the end of `hyperdiv.log`, which makes room for a new one when it is full.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use time::OffsetDateTime;

/// How large a file may grow.
const LARGEST: u64 = 1 << 20;
/// How many full files are kept beside the one that is written.
const OLD: u32 = 3;
/// The longest line: one must not push out all others.
const LONGEST: usize = 4 << 10;

/// The files of one log.
pub(super) struct LogFile {
    dir: PathBuf,
    largest: u64,
    /// The file that is written, and its size.
    open: Option<(File, u64)>,
    told: bool,
}

impl LogFile {
    /// A log in this directory, which is made with the first line; the one above it is not.
    pub(super) fn new(dir: &Path) -> LogFile {
        LogFile { dir: dir.to_owned(), largest: LARGEST, open: None, told: false }
    }

    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    /// Adds a line, with the time before it.
    ///
    /// # Errors
    ///
    /// Where it could not be written, the first time; after that such lines are lost without a word.
    pub(super) fn write(&mut self, now: OffsetDateTime, line: &str) -> io::Result<()> {
        let line = format!("{} {}\n", rfc_3339(now), shortened(line));
        match self.append(line.as_bytes()) {
            Err(error) if !std::mem::replace(&mut self.told, true) => Err(error),
            _ => Ok(()),
        }
    }

    fn append(&mut self, line: &[u8]) -> io::Result<()> {
        let len = u64::try_from(line.len()).unwrap_or(u64::MAX);
        let (file, size) = match self.open.take() {
            Some(open) => open,
            None => self.open()?,
        };
        let (mut file, size) = if size > 0 && size.saturating_add(len) > self.largest {
            drop(file);
            self.make_room()?;
            self.open()?
        } else {
            (file, size)
        };
        if let Err(error) = file.write_all(line) {
            // What a full disk has taken of the line would stand before the next one.
            let _ = file.set_len(size);
            return Err(error);
        }
        self.open = Some((file, size + len));
        Ok(())
    }

    fn open(&self) -> io::Result<(File, u64)> {
        let mut dir = DirBuilder::new();
        let mut file = OpenOptions::new();
        file.append(true).create(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
            dir.mode(0o700);
            // Nothing that was put in its place is followed or waited for.
            let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
            file.mode(0o600).custom_flags(i32::try_from(flags.bits()).unwrap_or_default());
        }
        match dir.create(&self.dir) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => {}
        }
        if !fs::symlink_metadata(&self.dir)?.is_dir() {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        let file = file.open(self.path(0))?;
        let found = file.metadata()?;
        if found.is_file() { Ok((file, found.len())) } else { Err(io::ErrorKind::InvalidInput.into()) }
    }

    /// Each file takes the name of the next older one, and the oldest goes.
    fn make_room(&self) -> io::Result<()> {
        for age in (0..OLD).rev() {
            match fs::rename(self.path(age), self.path(age + 1)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    fn path(&self, age: u32) -> PathBuf {
        self.dir.join(if age == 0 { "hyperdiv.log".to_owned() } else { format!("hyperdiv.{age}.log") })
    }
}

fn rfc_3339(at: OffsetDateTime) -> String {
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
        at.year(),
        u8::from(at.month()),
        at.day(),
        at.hour(),
        at.minute(),
        at.second(),
        at.millisecond()
    )
}

fn shortened(line: &str) -> &str {
    let end = (0..=LONGEST.min(line.len())).rev().find(|end| line.is_char_boundary(*end));
    line.get(..end.unwrap_or_default()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    /// 2026-01-02T03:04:05.006Z
    fn now() -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp_nanos(1_767_323_045_006_000_000).unwrap()
    }

    fn log() -> (TempDir, LogFile) {
        let dir = tempfile::tempdir().unwrap();
        let log = LogFile { largest: 100, ..LogFile::new(&dir.path().join("logs")) };
        (dir, log)
    }

    fn names(dir: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(dir)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_line_has_its_time_and_is_added_to_those_of_earlier_runs() {
        let (dir, mut log) = log();
        log.write(now(), "info: one").unwrap();
        drop(log);
        LogFile::new(&dir.path().join("logs")).write(now(), "warn: two").unwrap();
        let text = fs::read_to_string(dir.path().join("logs/hyperdiv.log")).unwrap();
        assert_eq!(text, "2026-01-02T03:04:05.006Z info: one\n2026-01-02T03:04:05.006Z warn: two\n");
    }

    #[cfg(unix)]
    #[test]
    fn it_is_closed_to_others_whatever_the_mask() {
        use std::os::unix::fs::PermissionsExt;
        let (dir, mut log) = log();
        log.write(now(), "a").unwrap();
        let mode = |name: &str| fs::metadata(dir.path().join(name)).unwrap().permissions().mode() & 0o7777;
        assert_eq!((mode("logs"), mode("logs/hyperdiv.log")), (0o700, 0o600));
    }

    #[test]
    fn a_full_file_makes_room_and_three_old_ones_are_kept() {
        let (_dir, mut log) = log();
        // Two lines fit into 100 bytes.
        for number in 0..12 {
            log.write(now(), &format!("info: {number:08}")).unwrap();
        }
        let kept = ["hyperdiv.1.log", "hyperdiv.2.log", "hyperdiv.3.log", "hyperdiv.log"];
        assert_eq!(names(log.dir()), kept);
        let numbers = |name: &str| {
            let text = fs::read_to_string(log.dir().join(name)).unwrap();
            assert!(text.len() <= 100);
            text.lines().map(|line| line[line.len() - 2..].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(kept.map(numbers), [["08", "09"], ["06", "07"], ["04", "05"], ["10", "11"]]);
    }

    #[test]
    fn a_long_line_is_cut_between_characters() {
        assert_eq!(shortened("abc"), "abc");
        let long = format!("a{}", "\u{e9}".repeat(LONGEST));
        assert_eq!(shortened(&long).len(), LONGEST - 1);
    }

    #[test]
    fn the_directory_above_is_never_made() {
        let dir = tempfile::tempdir().unwrap();
        let mut log = LogFile::new(&dir.path().join("profile/logs"));
        assert_eq!(log.write(now(), "a").unwrap_err().kind(), io::ErrorKind::NotFound);
        assert!(log.write(now(), "b").is_ok(), "it is told once");
        assert_eq!(names(dir.path()), [""; 0]);
        fs::create_dir(dir.path().join("profile")).unwrap();
        log.write(now(), "c").unwrap();
        assert!(fs::read_to_string(log.path(0)).unwrap().ends_with(" c\n"), "it works again when it can");
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_written_through_a_link() {
        use std::os::unix::fs::symlink;
        let (dir, mut log) = log();
        let victim = dir.path().join("victim");
        fs::write(&victim, "mine").unwrap();
        fs::create_dir(log.dir()).unwrap();
        symlink(&victim, log.path(0)).unwrap();
        assert!(log.write(now(), "a").is_err());
        assert_eq!(fs::read_to_string(&victim).unwrap(), "mine");
        fs::remove_dir_all(log.dir()).unwrap();
        symlink(dir.path(), log.dir()).unwrap();
        assert!(LogFile::new(log.dir()).write(now(), "a").is_err());
        assert!(!dir.path().join("hyperdiv.log").exists());
    }
}
