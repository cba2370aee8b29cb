//! Where the window is in its app: links, the way back, and what the end of a session leaves of it.

use std::time::Duration;

use hyperdiv::core::Role;
use hyperdiv::prelude::*;
use hyperdiv::testing::Harness;

fn app(ui: &Ui) -> Result {
    let location = ui.location();
    ui.text(format_args!("At {}", location.address()));
    ui.text(format_args!(
        "path {:?} query {:?} fragment {:?}",
        location.path(),
        location.query(),
        location.fragment()
    ));
    for (to, label) in [
        ("/todo/3", "Third"),
        ("?done=1", "Done"),
        ("#notes", "Notes"),
        ("https://example.org", "Outside"),
        ("", "Here"),
    ] {
        ui.scope(label, || ui.link(to, label));
    }
    if ui.button("Home").clicked() {
        location.go("/")?;
    }
    if ui.button("Out").clicked() {
        location.go("https://example.org")?;
    }
    if ui.button("Back").disabled(!location.can_go_back()).clicked() {
        location.back();
    }
    if ui.button("Forward").disabled(!location.can_go_forward()).clicked() {
        location.forward();
    }
    let session = ui.session();
    if ui.button("Sign in").clicked() {
        session.create_new(Consent::ThisRunOnly)?;
    }
    if ui.button("Sign in and keep").clicked() {
        session.create_new(Consent::Granted)?;
    }
    if ui.button("Keep").disabled(!session.is_authenticated()).clicked() {
        session.grant()?;
    }
    if ui.button("Sign out").clicked() {
        session.clear()?;
    }
    if ui.button("Sign out and say goodbye").clicked() {
        session.clear()?;
        location.go("/goodbye")?;
    }
    Ok(())
}

#[test]
fn links_lead_to_addresses_and_the_person_goes_back_and_forward() {
    let mut app = Harness::new(app);
    assert!(app.has(Role::Text, "At /"), "\n{}", app.tree());
    app.click(Role::Link, "Third");
    app.click(Role::Link, "Done");
    app.click(Role::Link, "Notes");
    assert!(app.has(Role::Text, "At /todo/3?done=1#notes"), "\n{}", app.tree());
    assert!(app.has(Role::Text, "path \"/todo/3\" query \"done=1\" fragment \"notes\""), "\n{}", app.tree());
    // To somewhere else, or to nothing, the window itself does not go.
    app.click(Role::Link, "Outside");
    app.click(Role::Link, "Here");
    assert_eq!(app.location(), "/todo/3?done=1#notes");

    app.go_back();
    assert!(app.has(Role::Text, "At /todo/3?done=1"), "\n{}", app.tree());
    app.click(Role::Button, "Back");
    app.go_back();
    assert!(app.has(Role::Text, "At /"), "\n{}", app.tree());
    // There is nothing more.
    app.go_back();
    assert_eq!(app.location(), "/");
    app.go_forward();
    app.click(Role::Button, "Forward");
    assert!(app.has(Role::Text, "At /todo/3?done=1"), "\n{}", app.tree());

    // Going somewhere else ends the way forward.
    app.click(Role::Button, "Home");
    app.go_forward();
    assert_eq!(app.location(), "/");
    app.go_back();
    assert_eq!(app.location(), "/todo/3?done=1");
}

#[test]
fn a_reload_stays_and_the_end_of_a_session_leads_home() {
    let mut app = Harness::new(app);
    app.click(Role::Link, "Third");
    app.click(Role::Button, "Sign in");
    assert_eq!(app.location(), "/todo/3");
    app.reload();
    assert!(app.has(Role::Text, "At /todo/3"), "\n{}", app.tree());
    app.click(Role::Button, "Sign out");
    assert!(app.has(Role::Text, "At /"), "\n{}", app.tree());
    // The next person does not get to where the last one was.
    app.go_back();
    assert_eq!(app.location(), "/");

    app.click(Role::Link, "Third");
    app.click(Role::Button, "Sign in");
    app.click(Role::Button, "Sign out and say goodbye");
    assert_eq!(app.location(), "/goodbye");
}

#[test]
fn an_address_outside_of_the_app_is_an_error_of_the_app() {
    let mut app = Harness::new(app);
    app.click(Role::Link, "Third");
    app.click(Role::Button, "Out");
    assert!(app.tree().contains("begins with one"), "\n{}", app.tree());
    assert_eq!(app.location(), "/todo/3");
}

#[test]
fn an_app_that_does_not_ask_where_it_is_does_not_run_for_it() {
    let mut app = Harness::new(|ui| {
        ui.link("/elsewhere", "Elsewhere");
        Ok(())
    });
    let runs = app.runs();
    app.click(Role::Link, "Elsewhere");
    app.go_back();
    assert_eq!(app.runs(), runs);
    app.go_forward();
    assert_eq!(app.location(), "/elsewhere");
}

#[test]
fn steps_of_one_message_are_taken_one_after_the_other() {
    let mut app = Harness::new(app);
    for to in ["Third", "Done", "Notes"] {
        app.click(Role::Link, to);
    }
    app.receive(br#"{"v":1,"page":1,"events":[[0,"back"],[0,"back"],[0,"back"],[0,"forward"]]}"#).unwrap();
    app.run_until_idle();
    assert_eq!(app.location(), "/todo/3");
}

#[test]
fn a_restart_leads_back_to_where_the_person_was() {
    let mut app = Harness::new(app);
    app.click(Role::Link, "Third");
    app.click(Role::Button, "Sign in and keep");
    app.restart();
    assert_eq!(app.location(), "/todo/3");
    // The very first frame shows it.
    assert!(app.frames()[0].contains("At /todo/3"), "{:?}", app.frames());
    assert_eq!(app.runs(), 1);
    // The way there was another run's.
    app.go_back();
    assert_eq!(app.location(), "/todo/3");

    app.click(Role::Link, "Done");
    app.click(Role::Link, "Notes");
    app.advance(Duration::from_millis(500));
    app.kill();
    assert_eq!(app.location(), "/todo/3?done=1#notes");
    app.click(Role::Button, "Home");
    app.restart();
    assert_eq!(app.location(), "/");
}

#[test]
fn a_kill_loses_half_a_second_of_the_way_at_most() {
    let mut app = Harness::new(app);
    app.click(Role::Button, "Sign in and keep");
    app.click(Role::Link, "Third");
    app.advance(Duration::from_millis(499));
    app.click(Role::Link, "Done");
    app.advance(Duration::from_millis(1));
    app.click(Role::Link, "Notes");
    app.kill();
    assert_eq!(app.location(), "/todo/3?done=1");
}

#[test]
fn without_consent_a_restart_begins_at_the_beginning() {
    let mut app = Harness::new(app);
    app.click(Role::Link, "Third");
    app.click(Role::Button, "Sign in");
    app.advance(Duration::from_secs(1));
    app.restart();
    assert_eq!(app.location(), "/");
    assert!(app.store_bytes().is_empty());

    // Somebody who kept nothing leaves no trace beside what others keep.
    app.click(Role::Button, "Sign in and keep");
    app.click(Role::Button, "Sign out");
    app.click(Role::Button, "Sign in");
    app.click(Role::Link, "Third");
    app.advance(Duration::from_secs(1));
    app.restart();
    assert_eq!(app.location(), "/");

    // Consent that comes later counts from then on.
    app.click(Role::Button, "Sign in");
    app.click(Role::Link, "Third");
    app.click(Role::Button, "Keep");
    app.restart();
    assert_eq!(app.location(), "/todo/3");
}

#[test]
fn a_start_that_finds_nobody_signed_in_begins_at_the_beginning() {
    let mut app = Harness::new(app);
    app.click(Role::Button, "Sign in and keep");
    app.click(Role::Link, "Third");
    app.restart();
    assert_eq!(app.location(), "/todo/3");
    app.click(Role::Button, "Sign out");
    app.restart();
    assert_eq!(app.location(), "/");

    // The next person does not come to where the last one was.
    app.click(Role::Button, "Sign in and keep");
    app.restart();
    assert_eq!(app.location(), "/");
}
