//! Reading tables with words for what is wrong.

use std::collections::BTreeMap;

use toml::{Table, Value};

use crate::{Error, Result};

/// A table, with the name that errors call it by.
pub(super) struct Reader<'t> {
    pub(super) what: String,
    table: &'t Table,
}

impl<'t> Reader<'t> {
    pub(super) fn new(what: impl Into<String>, value: &'t Value) -> Result<Self> {
        let what = what.into();
        match value.as_table() {
            Some(table) => Ok(Self { what, table }),
            None => Err(Error::failed(format!("{what} is no table"))),
        }
    }

    pub(super) fn wrong(&self, about: impl std::fmt::Display) -> Error {
        Error::failed(format!("{}: {about}", self.what))
    }

    /// Nothing else than these.
    pub(super) fn only(&self, known: &[&str]) -> Result<()> {
        match self.table.keys().find(|key| !known.contains(&key.as_str())) {
            Some(key) => Err(self.wrong(format!("`{key}` is not known"))),
            None => Ok(()),
        }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.table.contains_key(name)
    }

    pub(super) fn text(&self, name: &str) -> Result<String> {
        match self.table.get(name) {
            None => Err(self.wrong(format!("it has no `{name}`"))),
            Some(value) => {
                value.as_str().map(str::to_owned).ok_or_else(|| self.wrong(format!("`{name}` is no text")))
            }
        }
    }

    pub(super) fn text_or(&self, name: &str, default: &str) -> Result<String> {
        if self.has(name) { self.text(name) } else { Ok(default.to_owned()) }
    }

    pub(super) fn flag(&self, name: &str) -> Result<bool> {
        match self.table.get(name) {
            None => Ok(false),
            Some(value) => value.as_bool().ok_or_else(|| self.wrong(format!("`{name}` is no flag"))),
        }
    }

    pub(super) fn number(&self, name: &str, default: f64) -> Result<f64> {
        match self.table.get(name) {
            None => Ok(default),
            Some(Value::Integer(number)) => Ok(*number as f64),
            Some(Value::Float(number)) => Ok(*number),
            Some(_) => Err(self.wrong(format!("`{name}` is no number"))),
        }
    }

    pub(super) fn list(&self, name: &str) -> Result<&'t [Value]> {
        match self.table.get(name) {
            None => Ok(&[]),
            Some(value) => match value.as_array() {
                Some(list) => Ok(list),
                None => Err(self.wrong(format!("`{name}` is no list"))),
            },
        }
    }

    pub(super) fn texts(&self, name: &str) -> Result<Vec<String>> {
        self.list(name)?
            .iter()
            .map(|text| {
                text.as_str()
                    .map(str::to_owned)
                    .ok_or_else(|| self.wrong(format!("`{name}` is no list of texts")))
            })
            .collect()
    }

    /// A table of texts, such as reasons; none of them empty.
    pub(super) fn map(&self, name: &str) -> Result<BTreeMap<String, String>> {
        let Some(value) = self.table.get(name) else { return Ok(BTreeMap::new()) };
        let table = Reader::new(format!("{}: `{name}`", self.what), value)?;
        let mut map = BTreeMap::new();
        for key in table.table.keys() {
            let text = table.text(key)?;
            if text.trim().is_empty() {
                return Err(table.wrong(format!("`{key}` is empty")));
            }
            map.insert(key.clone(), text);
        }
        Ok(map)
    }
}
