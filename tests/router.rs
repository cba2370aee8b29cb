//! Routes: the pages of an app as a type, in its addresses, and with state of their own.

use hyperdiv::core::Role;
use hyperdiv::prelude::*;
use hyperdiv::testing::Harness;

#[derive(Route, Clone, Debug, PartialEq)]
enum Page {
    #[route("/")]
    List,
    #[route("/todo/{id}?{tab}")]
    Detail { id: u32, tab: Option<String> },
    #[route("/todo/new")]
    New,
    #[route("/tag/{name}")]
    Tag { name: String },
    #[route("/search?{q}&sort={order}")]
    Search { q: String, order: Option<u8> },
    #[route("/\u{fc}ber uns")]
    About,
    #[not_found]
    Elsewhere { address: String },
}

#[test]
fn addresses_are_read_and_written() {
    for (page, address) in [
        (Page::List, "/"),
        (Page::Detail { id: 3, tab: None }, "/todo/3"),
        (Page::Detail { id: 3, tab: Some("a b&c".into()) }, "/todo/3?tab=a%20b%26c"),
        (Page::New, "/todo/new"),
        (Page::Tag { name: "50% / \u{e9}?#".into() }, "/tag/50%25%20%2F%20%C3%A9%3F%23"),
        (Page::Search { q: String::new(), order: Some(2) }, "/search?q=&sort=2"),
        (Page::About, "/%C3%BCber%20uns"),
        (Page::Elsewhere { address: "/nowhere?x=1#y".into() }, "/nowhere?x=1#y"),
    ] {
        assert_eq!(page.to_string(), address);
        assert_eq!(Page::parse(address), Some(page));
    }
}

#[test]
fn what_is_written_otherwise_is_read_as_meant() {
    let detail = |id| Some(Page::Detail { id, tab: None });
    assert_eq!(Page::parse("/todo/3/"), detail(3));
    assert_eq!(Page::parse("/%74odo/%33"), detail(3));
    assert_eq!(Page::parse("/todo/3#notes"), detail(3));
    assert_eq!(Page::parse("/todo/3?unknown=1"), detail(3));
    assert_eq!(Page::parse("/search?sort=1&q=a+b"), Some(Page::Search { q: "a b".into(), order: Some(1) }));
    assert_eq!(Page::parse("/\u{fc}ber uns"), Some(Page::About));
}

#[test]
fn a_value_that_cannot_be_read_is_another_address() {
    for address in [
        "/todo/three",
        "/todo/-1",
        "/todo/4294967296",
        "/todo",
        "/todo/3/4",
        "/Todo/3",
        "/toDo/new",
        "/todo/3%",
        "/tag/%ff",
        "/search",
        "/search?q=a&sort=300",
        "/search?Q=a",
    ] {
        assert_eq!(Page::parse(address), Some(Page::Elsewhere { address: address.into() }), "{address}");
    }
    for outside in ["todo/3", "https://example.org", "//example.org", "/a\\b", "javascript:alert(1)"] {
        assert_eq!(Page::parse(outside), None, "{outside}");
    }
}

#[test]
fn without_a_page_for_it_an_address_is_none() {
    #[derive(Route, Debug, PartialEq)]
    enum Only {
        #[route("/here/{a}/{b}")]
        Here { b: i64, a: bool },
    }
    assert_eq!(Only::parse("/here/true/-9"), Some(Only::Here { b: -9, a: true }));
    assert_eq!(Only::Here { b: -9, a: true }.to_string(), "/here/true/-9");
    assert_eq!(Only::parse("/"), None);
    #[derive(Route, Debug, PartialEq)]
    enum Unit {
        #[route("/")]
        Home,
        #[not_found]
        Missing,
    }
    assert_eq!(Unit::parse("/x/y"), Some(Unit::Missing));
    assert_eq!(Unit::parse(&Unit::Missing.to_string()), Some(Unit::Missing));
    assert_ne!(Unit::parse("/"), Some(Unit::Missing));
}

#[component]
fn detail(ui: &Ui, id: u32) {
    ui.h1(format_args!("Todo {id}"));
    let seen = ui.state(|| 0);
    if ui.button("Look").clicked() {
        seen.update(|seen| *seen += 1);
    }
    ui.text(format_args!("looked {} times", seen.get()));
    ui.text_input("Note");
}

fn app(ui: &Ui) -> Result {
    ui.hbox().with(|| {
        ui.link(Page::List, "All");
        ui.link(Page::Detail { id: 1, tab: None }, "First");
        ui.link(Page::Detail { id: 2, tab: None }, "Second");
        ui.link(Page::Detail { id: 1, tab: Some("notes".into()) }, "Notes of the first");
        ui.link("/no/such/page", "Broken");
        ui.text_input("Filter");
        let new = ui.location().route() == Some(Page::New);
        ui.text(format_args!("new: {new}"));
    });
    match ui.route() {
        Some(Page::List) => {
            ui.h1("Todos");
            if ui.button("Add").clicked() {
                ui.navigate(Page::New);
            }
        }
        Some(Page::Detail { id, tab }) => {
            detail(ui, id);
            ui.text(format_args!("tab {tab:?}"));
        }
        Some(Page::Elsewhere { address }) => _ = ui.h1(format_args!("There is no {address}")),
        Some(other) => _ = ui.h1(format_args!("{other:?}")),
        None => unreachable!("every address is a page of this app"),
    }
    Ok(())
}

#[test]
fn links_lead_to_pages_and_back() {
    let mut app = Harness::new(app);
    assert_eq!(app.names(Role::Heading), ["Todos"]);
    app.click(Role::Link, "First");
    assert_eq!((app.names(Role::Heading), app.location()), (vec!["Todo 1".to_owned()], "/todo/1".to_owned()));
    app.click(Role::Link, "Broken");
    assert_eq!(app.names(Role::Heading), ["There is no /no/such/page"]);
    app.go_back();
    app.go_back();
    app.click(Role::Button, "Add");
    assert_eq!(app.names(Role::Heading), ["New"]);
    assert!(app.has(Role::Text, "new: true"), "\n{}", app.tree());
    app.go_back();
    assert_eq!(app.names(Role::Heading), ["Todos"]);
    assert_eq!(app.warnings(), Vec::<String>::new());
}

#[test]
fn the_state_of_one_page_is_not_anothers_and_is_kept() {
    let mut app = Harness::new(app);
    app.click(Role::Link, "First");
    app.type_into("Filter", "shared");
    app.type_into("Note", "about one");
    app.click(Role::Button, "Look");
    app.click(Role::Link, "Second");
    assert!(app.has(Role::Text, "looked 0 times"), "\n{}", app.tree());
    assert_eq!(app.value(Role::Textbox, "Note"), "");
    assert_eq!(app.value(Role::Textbox, "Filter"), "shared", "what is around the pages is one");
    app.click(Role::Button, "Look");
    app.click(Role::Button, "Look");
    app.click(Role::Link, "First");
    assert!(app.has(Role::Text, "looked 1 times"), "\n{}", app.tree());
    assert_eq!(app.value(Role::Textbox, "Note"), "about one");
    // The query is another view of the same page.
    app.click(Role::Link, "Notes of the first");
    assert!(app.has(Role::Text, "tab Some(\"notes\")"), "\n{}", app.tree());
    assert_eq!(app.value(Role::Textbox, "Note"), "about one");
    app.go_back();
    app.go_back();
    assert!(app.has(Role::Text, "looked 2 times"), "\n{}", app.tree());
}

#[derive(Route, Clone, Debug, PartialEq)]
enum Area {
    #[route("/")]
    Home,
    #[route("/old")]
    Old,
    #[route("/private")]
    Private,
    #[route("/sign-in?{then}")]
    SignIn { then: Option<String> },
}

/// A guard is an `if`; where it leads is a redirect.
fn guarded(ui: &Ui) -> Result {
    let session = ui.session();
    match ui.route() {
        Some(Area::Home) => {
            ui.link(Area::Old, "Old");
            ui.link(Area::Private, "Private");
        }
        Some(Area::Old) => ui.redirect(Area::Private),
        Some(Area::Private) if !session.is_authenticated() => {
            ui.redirect(Area::SignIn { then: Some(Area::Private.to_string()) });
        }
        Some(Area::Private) => _ = ui.h1("For your eyes only"),
        Some(Area::SignIn { then }) => {
            ui.h1("Sign in");
            if ui.button("Sign in").clicked() {
                session.create_new(Consent::ThisRunOnly)?;
                ui.location().replace(&then.unwrap_or_else(|| "/".into()))?;
            }
        }
        None => _ = ui.h1("There is no such page"),
    }
    Ok(())
}

#[test]
fn a_redirect_does_not_trap_who_goes_back() {
    let mut app = Harness::new(guarded);
    app.click(Role::Link, "Old");
    assert_eq!(app.location(), "/sign-in?then=%2Fprivate", "two redirects, one after the other");
    app.go_back();
    assert_eq!(app.location(), "/");
    app.go_back();
    assert_eq!(app.location(), "/");
    app.go_forward();
    assert_eq!(app.location(), "/sign-in?then=%2Fprivate");
    // What was never shown was never told either.
    assert!(!app.frames().iter().any(|frame| frame.contains("For your eyes only")));
}

#[test]
fn a_page_behind_a_session_is_shown_once_there_is_one() {
    let mut app = Harness::new(guarded);
    app.click(Role::Link, "Private");
    assert_eq!(app.names(Role::Heading), ["Sign in"]);
    app.click(Role::Button, "Sign in");
    assert_eq!(app.names(Role::Heading), ["For your eyes only"]);
    assert_eq!(app.location(), "/private");
    app.go_back();
    assert_eq!(app.location(), "/", "the page to sign in at is not gone back to");
}

#[test]
fn a_redirect_to_where_one_came_from_leaves_no_step_that_does_nothing() {
    let mut app = Harness::new(|ui| {
        if ui.location().path() == "/loop" {
            ui.location().replace("/start")?;
        }
        ui.text(ui.location().address().to_string());
        ui.link("/start", "Start");
        ui.link("/loop", "Loop");
        Ok(())
    });
    app.click(Role::Link, "Start");
    app.click(Role::Link, "Loop");
    assert!(app.has(Role::Text, "/start"), "\n{}", app.tree());
    app.go_back();
    assert!(app.has(Role::Text, "/"), "\n{}", app.tree());
}

#[test]
fn a_redirect_that_leads_to_itself_says_so() {
    let mut app = Harness::new(|ui| {
        match ui.route() {
            Some(Area::Old) => ui.redirect(Area::Private),
            Some(Area::Private) => ui.redirect(Area::Old),
            _ => _ = ui.link(Area::Old, "Old"),
        }
        Ok(())
    });
    app.click(Role::Link, "Old");
    assert!(app.has(Role::Alert, "The app never comes to rest."), "\n{}", app.tree());
    assert!(app.tree().contains("router.rs"), "\n{}", app.tree());
}

#[test]
fn a_route_that_is_too_long_for_an_address_leads_nowhere_and_is_told() {
    let mut app = Harness::new(|ui| {
        if ui.button("Go").clicked() {
            ui.navigate(Page::Tag { name: "x".repeat(9000) });
        }
        Ok(())
    });
    app.click(Role::Button, "Go");
    assert_eq!(app.location(), "/");
    assert!(
        app.warnings().iter().any(|warning| warning.contains("over 8,000 bytes")),
        "{:?}",
        app.warnings()
    );
}
