//! How an app's values change from one version of the app to the next. One way for `ui.stored` and for a session's records.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::SessionError;
use crate::stamped::{FIRST_VERSION, NotStamped, Stamped};

/// Makes of a value of an older version one of this version.
pub type Migrate<T> = fn(&Older<'_>) -> Result<T, SessionError>;

/// A value as an older version of the app has stored it.
pub struct Older<'a> {
    name: &'a str,
    version: u32,
    json: &'a [u8],
}

impl Older<'_> {
    /// Its version; 1 where the app named none.
    #[must_use]
    pub fn version(&self) -> u32 {
        self.version
    }

    /// The value, as what it was then.
    ///
    /// # Errors
    ///
    /// [`SessionError::Damaged`] where it is no such thing.
    pub fn read<O: DeserializeOwned>(&self) -> Result<O, SessionError> {
        serde_json::from_slice(self.json).map_err(|error| SessionError::damaged(self.name, error))
    }
}

/// Which version of a value an app writes, and how it reads those before it.
pub(super) struct Schema<T> {
    version: u32,
    migrate: Option<Migrate<T>>,
}

impl<T> Clone for Schema<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Schema<T> {}

impl<T> Schema<T> {
    /// The app has named no version.
    pub(super) const FIRST: Self = Schema { version: FIRST_VERSION, migrate: None };

    pub(super) fn new(version: u32, migrate: Migrate<T>) -> Self {
        Schema { version, migrate: Some(migrate) }
    }

    /// The value that is kept as `name`; the default where none is.
    ///
    /// # Errors
    ///
    /// [`SessionError::Damaged`], [`SessionError::Newer`].
    pub(super) fn decode(self, name: &str, kept: Option<&[u8]>) -> Result<T, SessionError>
    where
        T: DeserializeOwned + Default,
    {
        let Some(bytes) = kept else { return Ok(T::default()) };
        let Stamped { version, json, .. } = known(name, bytes, self.version)?;
        let old = Older { name, version, json };
        match self.migrate {
            Some(migrate) if version < self.version => migrate(&old),
            _ => old.read(),
        }
    }

    /// What to keep instead of `kept`, of a value's JSON: `kept` itself where it is the same value.
    ///
    /// # Errors
    ///
    /// [`SessionError::Newer`]: what a newer version of the app has stored is not written over.
    pub(super) fn stamp(
        self,
        name: &str,
        json: &[u8],
        kept: Option<&[u8]>,
        now: i64,
    ) -> Result<Vec<u8>, SessionError> {
        stamp(name, self.version, json, kept, now)
    }

    /// The version that is written.
    pub(super) fn version(self) -> u32 {
        self.version
    }
}

/// A value as JSON.
pub(super) fn json_of(value: &impl Serialize) -> Result<Vec<u8>, SessionError> {
    serde_json::to_vec(value).map_err(|source| SessionError::Encode { source })
}

/// As [`Schema::stamp`], for an app that knows versions up to `version`.
pub(super) fn stamp(
    name: &str,
    version: u32,
    json: &[u8],
    kept: Option<&[u8]>,
    now: i64,
) -> Result<Vec<u8>, SessionError> {
    let stamped = Stamped { version, changed_at: Some(now), json };
    let Some(kept) = kept else { return Ok(stamped.to_bytes()) };
    match known(name, kept, version) {
        Err(newer @ SessionError::Newer { .. }) => Err(newer),
        Ok(before) if before.is_same(&stamped) => Ok(kept.to_vec()),
        // What cannot be read is written over, for the app has decided so.
        Ok(_) | Err(_) => Ok(stamped.to_bytes()),
    }
}

/// What is kept, if an app can know it that knows versions up to `known`.
fn known<'a>(name: &str, bytes: &'a [u8], known: u32) -> Result<Stamped<'a>, SessionError> {
    let stamped = Stamped::parse(bytes).ok_or_else(|| SessionError::damaged(name, NotStamped))?;
    if stamped.version > known {
        return Err(SessionError::Newer { name: name.to_owned(), version: stamped.version, known });
    }
    Ok(stamped)
}
