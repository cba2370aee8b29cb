//! Homes to test with.

use std::path::Path;

use hyperdiv_session::{
    directory::{AppId, Base, DirectoryError, ProfileDirectory, ProfileName},
    home::{DiskHome, Home, HomeError},
    store::{Batch, Store, Tree},
};

pub(crate) fn profile(base: &Path) -> ProfileDirectory {
    ProfileDirectory::new(
        Base::resolve(Some(base)).expect("a base"),
        AppId::parse("io.hyperdiv.test").expect("an app id"),
        ProfileName::default(),
    )
}

pub(crate) fn disk(base: &Path) -> DiskHome {
    DiskHome::open(profile(base)).expect("a home")
}

pub(crate) fn refused(base: &Path) -> DirectoryError {
    match DiskHome::open(profile(base)) {
        Err(HomeError::Directory(error)) => error,
        other => panic!("it was not refused: {other:?}"),
    }
}

pub(crate) fn put(store: &dyn Store, key: &str, value: &[u8]) {
    let mut batch = Batch::new();
    batch.put(Tree::Data, key, value);
    store.commit(&batch).expect("a commit");
}

/// A home with a store that was opened twice, so that sled has made all its files, and with keys.
pub(crate) fn furnished(base: &Path) -> DiskHome {
    let mut home = disk(base);
    home.create().expect("created");
    for round in 0..2 {
        put(home.open_store().expect("the store").as_ref(), "a", &[round; 100_000]);
    }
    home.write_durable("keys/ring.json", b"secret ring").expect("written");
    home.write_durable("keys/data/0a.key", b"secret key").expect("written");
    home
}
