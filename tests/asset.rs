//! Bytes of the app that its page shows.

use std::cell::RefCell;
use std::rc::Rc;

use hyperdiv::prelude::*;
use hyperdiv::testing::{Harness, Role};

/// An app that shows what a test puts there.
fn with_picture(bytes: &[u8]) -> (Rc<RefCell<Option<Vec<u8>>>>, Harness) {
    let picture = Rc::new(RefCell::new(Some(bytes.to_vec())));
    let shared = Rc::clone(&picture);
    let app = Harness::new(move |ui| {
        _ = ui.button("Look").clicked();
        if let Some(bytes) = &*shared.borrow() {
            ui.image(ui.asset(bytes, "image/png"), "Chart");
        }
        Ok(())
    });
    (picture, app)
}

fn name_in(address: &str) -> String {
    address.strip_prefix("hd-asset://").unwrap_or_default().to_owned()
}

#[test]
fn a_picture_is_served_as_it_is_under_a_name_that_nobody_can_guess() {
    let (_, app) = with_picture(b"\x89PNG one");
    let served = app.picture("Chart");
    let served = served.as_ref().map(|served| (&*served.mime, &*served.bytes));
    assert_eq!(served, Some(("image/png", &b"\x89PNG one"[..])));
    let name = name_in(&app.address_of_picture("Chart"));
    assert!(name.len() == 32 && name.bytes().all(|byte| byte.is_ascii_hexdigit()), "{name}");
    let (_, other) = with_picture(b"\x89PNG one");
    let other_name = name_in(&other.address_of_picture("Chart"));
    assert_ne!(name, other_name);
    assert!(app.asset(&other_name).is_none(), "another app's name leads nowhere");
}

#[test]
fn the_address_changes_with_the_bytes_and_only_then() {
    let (picture, mut app) = with_picture(b"one");
    let first = app.address_of_picture("Chart");
    app.click(Role::Button, "Look");
    assert_eq!(app.address_of_picture("Chart"), first);
    *picture.borrow_mut() = Some(b"two".to_vec());
    app.click(Role::Button, "Look");
    let second = app.address_of_picture("Chart");
    assert_ne!(second, first);
    assert!(app.asset(&name_in(&first)).is_none(), "the old bytes are freed");
    assert!(app.asset(&name_in(&second)).is_some_and(|served| *served.bytes == *b"two"));
}

#[test]
fn what_is_made_no_more_is_freed() {
    let (picture, mut app) = with_picture(b"one");
    let name = name_in(&app.address_of_picture("Chart"));
    *picture.borrow_mut() = None;
    app.click(Role::Button, "Look");
    assert!(app.asset(&name).is_none());
    for other in ["", "0", &"0".repeat(32), "../../etc/passwd", &name.to_uppercase()] {
        assert!(app.asset(other).is_none(), "{other}");
    }
}

#[test]
fn the_end_of_a_session_frees_what_it_showed() {
    let mut app = Harness::new(|ui| {
        let session = ui.session();
        let (enter, leave) = (ui.button("In").clicked(), ui.button("Out").clicked());
        if enter {
            session.create_new(Consent::ThisRunOnly)?;
        }
        if leave {
            session.clear()?;
        }
        if session.is_authenticated() {
            ui.image(ui.asset(b"private", "image/png"), "Mine");
        }
        Ok(())
    });
    app.click(Role::Button, "In");
    let name = name_in(&app.address_of_picture("Mine"));
    assert!(app.asset(&name).is_some());
    app.click(Role::Button, "Out");
    assert!(app.asset(&name).is_none());
}

#[test]
fn what_is_no_media_type_is_served_as_nothing_that_could_run() {
    let app = Harness::new(|ui| {
        ui.image(ui.asset(b"<script>", "text/html; charset=utf-8\r\nX-Evil: 1"), "Odd");
        ui.image(ui.asset(b"", "image/png"), "");
        Ok(())
    });
    assert_eq!(
        app.picture("Odd").map(|served| served.mime.to_string()).as_deref(),
        Some("application/octet-stream")
    );
    let warnings = app.warnings();
    assert!(warnings.len() == 1 && warnings[0].contains("tests/asset.rs:"), "{warnings:?}");
    assert_eq!(app.names(Role::Img), ["Odd"], "a picture without a text is an ornament");
}
