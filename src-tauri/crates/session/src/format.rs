//! `FORMAT.json`: what a profile's directory is, written outside the database so that it can be read before opening
//! it.
//!
//! sled 1.0 opens a directory of 0.34 as an empty store, and the other way round; a damaged store may open as an
//! empty one. This file names engine, schema and store, and is checked first.

use std::{error::Error, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// The name of the file in a profile's directory.
pub const FILE_NAME: &str = "FORMAT.json";

/// The schema that this version writes, and the newest that it reads.
///
/// | schema | what changed |
/// |---|---|
/// | 1 | the first one |
/// | 2 | every commit counts itself and what the store holds; `MANIFEST.json` beside the store |
pub const SCHEMA: u32 = 2;

const MAGIC: &str = "hyperdiv";
const ENGINE: &str = "sled-0.34";

/// The random id of one store, in [`Format`] and in the store itself.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct StoreId([u8; 16]);

impl StoreId {
    /// A new id from the system's random numbers.
    ///
    /// # Errors
    /// [`FormatError::NoRandom`].
    pub fn random() -> Result<Self, FormatError> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).map_err(|source| FormatError::NoRandom { source })?;
        Ok(Self(bytes))
    }

    /// An id with given bytes, for tests.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    pub(crate) const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Display for StoreId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for StoreId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StoreId({self})")
    }
}

impl FromStr for StoreId {
    type Err = FormatError;

    /// Reads 32 lower-case hex digits and nothing else.
    fn from_str(text: &str) -> Result<Self, FormatError> {
        let mut bytes = [0; 16];
        if text.len() != 32 || !text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
            return Err(FormatError::Unreadable { source: None });
        }
        for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
            let digits = str::from_utf8(digits).unwrap_or_default();
            *byte = u8::from_str_radix(digits, 16).map_err(|_| FormatError::Unreadable { source: None })?;
        }
        Ok(Self(bytes))
    }
}

/// What `FORMAT.json` says. Fields that this version does not know are kept when it is written again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Format {
    store_id: StoreId,
    schema: u32,
    min_reader: u32,
    unknown: serde_json::Map<String, serde_json::Value>,
}

#[derive(Serialize, Deserialize)]
struct File {
    magic: String,
    engine: String,
    schema: u32,
    min_reader: u32,
    store_id: String,
    #[serde(flatten)]
    unknown: serde_json::Map<String, serde_json::Value>,
}

impl Format {
    /// The format of a new store.
    #[must_use]
    pub fn new(store_id: StoreId) -> Self {
        Self { store_id, schema: SCHEMA, min_reader: SCHEMA, unknown: serde_json::Map::new() }
    }

    /// The same store, as one of the schema that this version writes.
    #[must_use]
    pub fn renewed(&self) -> Self {
        Self { schema: SCHEMA, min_reader: SCHEMA, ..self.clone() }
    }

    /// Reads and validates the file's bytes.
    ///
    /// # Errors
    /// [`FormatError::Unreadable`] if they are not what this program writes, [`FormatError::OtherEngine`] and
    /// [`FormatError::Newer`] if another version does.
    pub fn parse(bytes: &[u8]) -> Result<Self, FormatError> {
        let file: File = serde_json::from_slice(bytes)
            .map_err(|source| FormatError::Unreadable { source: Some(source) })?;
        if file.magic != MAGIC {
            return Err(FormatError::Unreadable { source: None });
        }
        if file.engine != ENGINE {
            return Err(FormatError::OtherEngine { found: file.engine });
        }
        if file.schema > SCHEMA || file.min_reader > SCHEMA {
            return Err(FormatError::Newer { found: file.schema.max(file.min_reader), known: SCHEMA });
        }
        Ok(Self {
            store_id: file.store_id.parse()?,
            schema: file.schema,
            min_reader: file.min_reader,
            unknown: file.unknown,
        })
    }

    /// The file's bytes, one line of JSON.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut fields = serde_json::Map::new();
        fields.insert("magic".to_owned(), MAGIC.into());
        fields.insert("engine".to_owned(), ENGINE.into());
        fields.insert("schema".to_owned(), self.schema.into());
        fields.insert("min_reader".to_owned(), self.min_reader.into());
        fields.insert("store_id".to_owned(), self.store_id.to_string().into());
        fields.extend(self.unknown.clone());
        let mut bytes = serde_json::Value::Object(fields).to_string().into_bytes();
        bytes.push(b'\n');
        bytes
    }

    /// The id that the store must have.
    #[must_use]
    pub fn store_id(&self) -> StoreId {
        self.store_id
    }

    /// The schema of what is stored; older than [`SCHEMA`] means that it is to be migrated.
    #[must_use]
    pub fn schema(&self) -> u32 {
        self.schema
    }
}

/// Why a directory is not one that this version can open.
#[derive(Debug)]
#[non_exhaustive]
pub enum FormatError {
    /// The directory holds something, and no `FORMAT.json`.
    Missing {
        /// The directory.
        path: std::path::PathBuf,
    },
    /// The store's directory holds what this program's database does not make.
    Foreign {
        /// What it is.
        path: std::path::PathBuf,
    },
    /// The file is no `FORMAT.json` of this program.
    Unreadable {
        /// What the JSON reader said, if it is no JSON.
        source: Option<serde_json::Error>,
    },
    /// The store is written by another database.
    OtherEngine {
        /// The database's name.
        found: String,
    },
    /// The store is of a newer version of this program.
    Newer {
        /// The schema that it has or asks for.
        found: u32,
        /// The newest that this version reads.
        known: u32,
    },
    /// The system has no random numbers to give.
    NoRandom {
        /// What the system said.
        source: getrandom::Error,
    },
}

impl FormatError {
    /// Whether a newer version of the program can open the directory.
    #[must_use]
    pub fn is_newer(&self) -> bool {
        matches!(self, Self::Newer { .. } | Self::OtherEngine { .. })
    }
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { path } => write!(
                f,
                "{} holds files and no {FILE_NAME}; move them away or restore a copy of the directory",
                path.display()
            ),
            Self::Foreign { path } => write!(
                f,
                "{} is no file of {ENGINE}; if another version's data are there, open them with the version that wrote \
                 them, else move it away",
                path.display()
            ),
            Self::Unreadable { .. } => {
                write!(f, "{FILE_NAME} cannot be read; restore a copy of the directory")
            }
            Self::OtherEngine { found } => write!(
                f,
                "The data are kept by {found:?}, and this version reads {ENGINE}; open them with the version that \
                 wrote them and export them there"
            ),
            Self::Newer { found, known } => write!(
                f,
                "The data have schema {found}, and this version reads up to {known}; open them with the newer \
                 version, or export them there"
            ),
            Self::NoRandom { .. } => {
                f.write_str("The system gives no random numbers; restart it and try again")
            }
        }
    }
}

impl Error for FormatError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Unreadable { source: Some(source) } => Some(source),
            Self::NoRandom { source } => Some(source),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"{"magic":"hyperdiv","engine":"sled-0.34","schema":2,"min_reader":2,"store_id":"000102030405060708090a0b0c0d0e0f"}"#;

    #[test]
    fn it_is_written_as_it_is_read() {
        let format = Format::parse(GOOD.as_bytes()).expect("a good file");
        assert_eq!(format.to_bytes(), Format::parse(&format.to_bytes()).expect("its own file").to_bytes());
        let written: serde_json::Value = serde_json::from_slice(&format.to_bytes()).expect("JSON");
        assert_eq!(written, serde_json::from_str::<serde_json::Value>(GOOD).expect("JSON"));
    }

    #[test]
    fn unknown_fields_are_kept() {
        let file = GOOD.replace("\"schema\"", "\"later\":{\"a\":[1]},\"schema\"");
        let written: serde_json::Value =
            serde_json::from_slice(&Format::parse(file.as_bytes()).expect("a good file").to_bytes())
                .expect("JSON");
        assert_eq!(written["later"], serde_json::json!({"a": [1]}));
    }

    #[test]
    fn what_another_version_wrote_is_told_apart() {
        let parse = |from: &str, to: &str| {
            assert!(GOOD.contains(from), "{from}");
            Format::parse(GOOD.replace(from, to).as_bytes()).expect_err(to)
        };
        assert!(matches!(parse("schema\":2", "schema\":3"), FormatError::Newer { found: 3, known: 2 }));
        assert!(matches!(parse("reader\":2", "reader\":7"), FormatError::Newer { found: 7, known: 2 }));
        assert!(matches!(parse("sled-0.34", "sled-1.0"), FormatError::OtherEngine { .. }));
        for (from, to) in [
            ("\"hyperdiv\"", "\"other\""),
            ("\"schema\":2", "\"schema\":-1"),
            ("\"schema\":2", "\"schema\":\"2\""),
            ("0001", "000G"),
            ("0001", "00010"),
            ("0e0f", "0E0F"),
            ("}", ""),
        ] {
            assert!(matches!(parse(from, to), FormatError::Unreadable { .. }), "{to}");
        }
        assert!(matches!(Format::parse(b""), Err(FormatError::Unreadable { .. })));
    }
}
