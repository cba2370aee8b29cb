//! Assets: bytes of the app that its page shows, under names that nobody can guess and that mean nothing.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::panic::Location;
use std::sync::{Arc, Mutex, PoisonError};

use crate::inner::Inner;
use crate::key::{Key, Made, Site};
use crate::ui::Ui;

/// What is served where the app says nothing that a page may take for a picture or a sound.
const UNKNOWN: &str = "application/octet-stream";

/// The name of an asset.
type Name = [u8; 16];

/// Bytes that the page can show. It is there as long as the app makes it in each run; then its address leads nowhere.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Asset {
    name: Name,
}

impl Asset {
    /// Its address: a random name, no path.
    #[must_use]
    pub fn address(self) -> String {
        let mut address = String::from("hd-asset://");
        for byte in self.name {
            let _ = write!(address, "{byte:02x}");
        }
        address
    }
}

/// What an asset is served as.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Served {
    /// Its media type.
    pub mime: Arc<str>,
    /// What it is.
    pub bytes: Arc<[u8]>,
}

/// The assets of all windows, for whoever serves them: on whatever thread.
#[derive(Clone, Default)]
pub struct Assets {
    held: Arc<Mutex<HashMap<Name, Served>>>,
}

impl Assets {
    /// The asset with this name, as it stands in its address behind `hd-asset://`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Served> {
        let digits = name.strip_suffix('/').unwrap_or(name);
        // Written one way only, so that there is one address of each.
        let plain =
            digits.len() == 32 && digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        let name = u128::from_str_radix(digits, 16).ok().filter(|_| plain)?.to_be_bytes();
        self.locked(|held| held.get(&name).cloned())
    }

    fn locked<R>(&self, with: impl FnOnce(&mut HashMap<Name, Served>) -> R) -> R {
        // A poisoned lock means that another thread panicked with a whole map in its hands.
        with(&mut self.held.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A place in the app that has an asset.
struct Place {
    slot: u32,
    key: Key,
    window: u32,
    name: Name,
}

/// Where assets come from.
#[derive(Default)]
pub(crate) struct Holder {
    pub(crate) assets: Assets,
    /// Makes names that cannot be guessed.
    pub(crate) names: Option<Box<dyn Fn() -> Option<Name>>>,
    places: Vec<Place>,
}

impl Holder {
    /// Drops what a window has no more.
    fn settle(&mut self, window: u32, is_reached: impl Fn(u32, Key) -> bool) {
        let assets = &self.assets;
        self.places.retain(|place| {
            let stays = place.window != window || is_reached(place.slot, place.key);
            if !stays {
                assets.locked(|held| held.remove(&place.name));
            }
            stays
        });
    }
}

impl Inner {
    /// Frees the assets that a window's last run has not reached.
    pub(crate) fn settle_assets(&mut self, window: u32) {
        let mut assets = std::mem::take(&mut self.assets);
        assets.settle(window, |slot, key| {
            self.slots.get(slot).is_some_and(|slot| slot.key == key && self.is_reached(slot))
        });
        self.assets = assets;
    }

    /// Frees the assets of a window that is gone.
    pub(crate) fn forget_assets(&mut self, window: u32) {
        self.assets.settle(window, |_, _| false);
    }
}

impl Ui {
    /// Bytes that the page can show, such as a picture of [`image`](https://docs.rs/hyperdiv-elements). Make it in each run, where it
    /// is shown: what a run does not make any more is freed. As long as the bytes stay the same, so does the address.
    ///
    /// `mime` is the media type, as in `image/png`, and is served as it is; the webview does not guess another one.
    #[track_caller]
    pub fn asset(&self, bytes: &[u8], mime: &str) -> Asset {
        let site = Location::caller();
        let mime = if is_media_type(mime) {
            mime
        } else {
            self.warn_once(site, "asset", || {
                format!("{mime:?} at {site} is no media type; write one as in \"image/png\"")
            });
            UNKNOWN
        };
        self.hold(site, bytes, mime)
    }

    fn hold(&self, site: Site, bytes: &[u8], mime: &str) -> Asset {
        let slot = self.slot_here(Made::ASSET, site);
        let inner = &mut *self.inner.borrow_mut();
        let Some(key) = inner.slots.get(slot).map(|slot| slot.key) else { return Asset { name: [0; 16] } };
        let (window, holder) = (inner.window, &mut inner.assets);
        let at = holder.places.iter().position(|place| place.key == key);
        if let Some(place) = at.map(|at| &mut holder.places[at]) {
            place.slot = slot;
            let same = |served: &Served| *served.bytes == *bytes && *served.mime == *mime;
            if holder.assets.locked(|held| held.get(&place.name).is_some_and(same)) {
                return Asset { name: place.name };
            }
        }
        let Some(name) = holder.names.as_ref().and_then(|names| names()) else {
            inner.warn(site, "asset name", || {
                format!("the asset at {site} is not shown: the system gave no random name for it")
            });
            return Asset { name: [0; 16] };
        };
        let served = Served { mime: mime.into(), bytes: bytes.into() };
        match at.map(|at| &mut holder.places[at]) {
            Some(place) => {
                let before = std::mem::replace(&mut place.name, name);
                holder.assets.locked(|held| held.remove(&before));
            }
            None => holder.places.push(Place { slot, key, window, name }),
        }
        holder.assets.locked(|held| held.insert(name, served));
        Asset { name }
    }
}

/// A type and a subtype, as RFC 6838 writes them, without parameters.
fn is_media_type(text: &str) -> bool {
    let token = |part: &str| {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte);
        !part.is_empty() && part.len() <= 127 && part.bytes().all(allowed)
    };
    text.split_once('/').is_some_and(|(kind, subtype)| token(kind) && token(subtype))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_are_two_tokens() {
        for good in ["image/png", "image/svg+xml", "audio/x-wav", "application/vnd.ms-excel"] {
            assert!(is_media_type(good), "{good}");
        }
        for bad in [
            "",
            "image",
            "image/",
            "/png",
            "image/png; charset=x",
            "a/b/c",
            "image/p ng",
            "image/png\r\nX: y",
        ] {
            assert!(!is_media_type(bad), "{bad:?}");
        }
    }

    #[test]
    fn a_name_is_written_in_one_way() {
        let assets = Assets::default();
        let served = Served { mime: "image/png".into(), bytes: Arc::from(&b"x"[..]) };
        assets.locked(|held| held.insert([0xab; 16], served.clone()));
        let name = "ab".repeat(16);
        assert_eq!(assets.get(&name), Some(served.clone()));
        assert_eq!(assets.get(&format!("{name}/")), Some(served));
        let longer = format!("0{name}");
        for other in
            ["", "ab", &name.to_uppercase(), &format!("+{}", &name[1..]), &longer, "../../etc/passwd"]
        {
            assert_eq!(assets.get(other), None, "{other:?}");
        }
    }
}
