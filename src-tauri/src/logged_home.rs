//! A home that takes the log along: it is kept from the moment in which the home is made, and ends before it is erased.

use std::path::PathBuf;

use hyperdiv_session::home::{EraseStep, Home, HomeError, Recovery};
use hyperdiv_session::store::Store;

use crate::log;

/// A home whose log lies in `logs`.
pub(crate) struct LoggedHome<H> {
    home: H,
    logs: PathBuf,
}

impl<H: Home> LoggedHome<H> {
    pub(crate) fn new(home: H, logs: PathBuf) -> LoggedHome<H> {
        LoggedHome { home, logs }
    }
}

impl<H: Home> Home for LoggedHome<H> {
    fn create(&mut self) -> Result<(), HomeError> {
        self.home.create()?;
        log::keep_in(&self.logs);
        Ok(())
    }

    fn erase(&mut self) -> Result<(), HomeError> {
        log::keep_no_more();
        self.home.erase()
    }

    fn erase_noting(&mut self, note: &[u8], told: &mut dyn FnMut(EraseStep)) -> Result<(), HomeError> {
        log::keep_no_more();
        self.home.erase_noting(note, told)
    }

    fn erasing(&self) -> Result<Option<Vec<u8>>, HomeError> {
        self.home.erasing()
    }

    fn path(&self) -> Option<PathBuf> {
        self.home.path()
    }

    fn inventory(&self) -> Result<Vec<(PathBuf, u64)>, HomeError> {
        self.home.inventory()
    }

    fn exists(&self) -> Result<bool, HomeError> {
        self.home.exists()
    }

    fn open_store(&mut self) -> Result<Box<dyn Store>, HomeError> {
        self.home.open_store()
    }

    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, HomeError> {
        self.home.read(name)
    }

    fn write_durable(&mut self, name: &str, bytes: &[u8]) -> Result<(), HomeError> {
        self.home.write_durable(name, bytes)
    }

    fn remove(&mut self, name: &str, overwrite: bool) -> Result<(), HomeError> {
        self.home.remove(name, overwrite)
    }

    fn rename(&mut self, from: &str, to: &str) -> Result<(), HomeError> {
        self.home.rename(from, to)
    }

    fn names(&self, prefix: &str) -> Result<Vec<String>, HomeError> {
        self.home.names(prefix)
    }

    fn files(&self) -> Result<Vec<(PathBuf, Vec<u8>)>, HomeError> {
        self.home.files()
    }

    fn recovery(&self) -> Result<Option<Recovery>, HomeError> {
        self.home.recovery()
    }

    fn recovery_was_told(&mut self) -> Result<(), HomeError> {
        self.home.recovery_was_told()
    }

    fn snapshot(&mut self, now: i64) -> Result<bool, HomeError> {
        self.home.snapshot(now)
    }

    fn last_snapshot(&self) -> Option<i64> {
        self.home.last_snapshot()
    }

    fn close(&mut self) -> Result<(), HomeError> {
        self.home.close()
    }

    fn take_notes(&mut self) -> Vec<String> {
        self.home.take_notes()
    }
}
