//! Passwords, hashed with Argon2id.
//!
//! What is kept is a PHC string, which names its own parameters: those of today may be raised, and whoever signs in with a hash of
//! smaller ones gets a new one. The parameters are OWASP's (Password Storage Cheat Sheet: 19 MiB, 2 passes, 1 lane).

use std::fmt;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use zeroize::Zeroizing;

use crate::error::SessionError;
use crate::signing::entropy::random;

/// The fewest characters of a password (NIST SP 800-63B, 5.1.1.2).
pub(crate) const LEAST_CHARS: usize = 8;
/// The most bytes of one: more are not stronger, and hashing them takes longer.
pub(crate) const MOST_BYTES: usize = 1024;

/// The hash of no password, of today's parameters: what is compared with where there is none.
const NOBODYS: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// A password as it was typed: wiped when it is dropped, and never shown.
pub(crate) struct Password(Zeroizing<Vec<u8>>);

impl Password {
    /// What somebody has typed to sign in. Also what no account could have is compared, so that it takes as long.
    pub(crate) fn typed(text: &str) -> Self {
        let bytes = text.as_bytes();
        Password(Zeroizing::new(bytes.get(..MOST_BYTES + 1).unwrap_or(bytes).to_vec()))
    }

    /// A password that somebody has chosen.
    ///
    /// # Errors
    ///
    /// It is too short or too long. There is no other rule: what such rules add is remembered badly and guessed well.
    pub(crate) fn chosen(text: &str) -> Result<Self, BadPassword> {
        if text.chars().count() < LEAST_CHARS {
            Err(BadPassword::Short)
        } else if text.len() > MOST_BYTES {
            Err(BadPassword::Long)
        } else {
            Ok(Password::typed(text))
        }
    }

    /// The PHC string to keep. It takes some 20 ms and 19 MiB: never on the app's thread.
    ///
    /// # Errors
    ///
    /// The operating system gives no random numbers.
    pub(crate) fn hash(&self) -> Result<String, SessionError> {
        let salt = random::<16>()?;
        let hash = hasher().hash_password_with_salt(&self.0, &*salt);
        // It refuses salts and passwords of other lengths than these.
        hash.map(|hash| hash.to_string()).map_err(|error| SessionError::damaged("account", error))
    }

    /// Whether this is the password of which `kept` is the hash. It takes as long as [`hash`](Password::hash), also where there is
    /// none to compare with.
    pub(crate) fn check(&self, kept: Option<&str>) -> Checked {
        let known = kept.and_then(|kept| PasswordHash::new(kept).ok());
        let is_known = known.is_some();
        let Some(parsed) = known.or_else(|| PasswordHash::new(NOBODYS).ok()) else {
            return Checked { matches: false, outdated: false };
        };
        // Both are always done, in the same way.
        let matches = hasher().verify_password(&self.0, &parsed).is_ok() & is_known;
        let outdated = Params::try_from(&parsed).map_or(true, |params| {
            params.m_cost() < parameters().m_cost() || params.t_cost() < parameters().t_cost()
        });
        Checked { matches, outdated: matches && outdated }
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password([redacted])")
    }
}

/// What a comparison has found out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Checked {
    pub(crate) matches: bool,
    /// The hash is of smaller parameters than today's.
    pub(crate) outdated: bool,
}

/// Why a password cannot be chosen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum BadPassword {
    Short,
    Long,
}

fn parameters() -> Params {
    Params::new(19 * 1024, 2, 1, None).unwrap_or_default()
}

fn hasher() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_known_again_and_no_other_is() {
        let password = Password::chosen("correct horse").expect("long enough");
        let kept = password.hash().expect("random numbers");
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert_eq!(password.check(Some(&kept)), Checked { matches: true, outdated: false });
        let other = Password::typed("correct horsf").check(Some(&kept));
        assert_eq!(other, Checked { matches: false, outdated: false });
        assert_ne!(kept, password.hash().expect("random numbers"), "two hashes have one salt");
    }

    #[test]
    fn a_hash_of_smaller_parameters_is_good_and_outdated() {
        let small = Argon2::new(
            Algorithm::Argon2id,
            Version::V0x13,
            Params::new(8 * 1024, 1, 1, None).expect("parameters"),
        );
        let kept = small.hash_password_with_salt(b"correct horse", &[7; 16]).expect("hashed").to_string();
        let password = Password::typed("correct horse");
        assert_eq!(password.check(Some(&kept)), Checked { matches: true, outdated: true });
        assert!(!Password::typed("wrong").check(Some(&kept)).outdated, "a wrong password changes nothing");
    }

    #[test]
    fn what_a_missing_hash_is_replaced_by_is_one_of_todays_parameters() {
        let parsed = PasswordHash::new(NOBODYS).expect("a hash");
        let costs = |params: Params| (params.m_cost(), params.t_cost(), params.p_cost());
        assert_eq!(costs(Params::try_from(&parsed).expect("parameters")), costs(parameters()));
    }

    #[test]
    fn what_is_no_hash_matches_nothing() {
        let password = Password::typed("correct horse");
        for kept in
            [None, Some(""), Some("$argon2id$"), Some("plain"), Some("$argon2i$v=19$m=8,t=1,p=1$AA$AA")]
        {
            assert!(!password.check(kept).matches, "{kept:?}");
        }
    }

    /// The shortest of several times, taken in turns: what else the computer does makes them longer only.
    #[test]
    fn a_name_that_nobody_has_takes_as_long_as_a_wrong_password() {
        let kept = Password::chosen("correct horse").expect("long enough").hash().expect("random numbers");
        let wrong = Password::typed("wrong password");
        let mut shortest = [std::time::Duration::MAX; 2];
        for _ in 0..15 {
            for (shortest, kept) in shortest.iter_mut().zip([Some(&*kept), None]) {
                let started = std::time::Instant::now();
                assert!(!wrong.check(kept).matches);
                *shortest = started.elapsed().min(*shortest);
            }
        }
        let ratio = shortest[1].as_secs_f64() / shortest[0].as_secs_f64();
        println!("no such name takes {ratio:.3} of the time of a wrong password, {shortest:?}");
        assert!((0.5..2.0).contains(&ratio), "{shortest:?}");
    }

    #[test]
    fn a_password_has_8_characters_and_at_most_1024_bytes() {
        assert_eq!(Password::chosen("1234567").err(), Some(BadPassword::Short));
        assert!(Password::chosen("\u{e4}\u{e4}\u{e4}\u{e4}\u{e4}\u{e4}\u{e4}\u{e4}").is_ok());
        assert!(Password::chosen(&"x".repeat(1024)).is_ok());
        assert_eq!(Password::chosen(&"x".repeat(1025)).err(), Some(BadPassword::Long));
        let long = Password::chosen(&"x".repeat(1024)).expect("just so").hash().expect("hashed");
        assert!(!Password::typed(&"x".repeat(1025)).check(Some(&long)).matches);
    }

    #[test]
    fn a_password_is_not_shown() {
        assert!(!format!("{:?}", Password::typed("horse battery")).contains("horse"));
    }
}
