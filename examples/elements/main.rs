//! Every element with its variants, on one page that can be searched: the catalogue of what an app is built from, and how each
//! is called.
//!
//! Run with `cargo run --example elements`. Each file beside this one is a section of the page.

mod buttons;
mod choices;
mod documents;
mod forms;
mod layout;
mod lists;
mod marks;
mod media;
mod navigation;
mod numbers;
mod overlays;
mod people;
mod shell;
mod style;
mod text;
mod words;

use hyperdiv::prelude::*;

/// In a window that is narrower than this, in CSS pixels, the sections are listed above the elements.
const WIDE: u32 = 900;

/// What the catalogue says of an element, and how it shows it.
struct Entry {
    /// As Rust calls it; several names where elements are nothing without each other.
    name: &'static str,
    about: &'static str,
    show: fn(&Ui) -> Result,
}

impl Entry {
    /// By what an address leads to it: `/numbers#slider`.
    fn anchor(&self) -> &'static str {
        self.name.split(',').next().unwrap_or(self.name)
    }

    /// Whether it is what a person looks for, who has written this in small letters.
    fn answers(&self, words: &str) -> bool {
        self.name.contains(words) || self.about.to_lowercase().contains(words)
    }
}

/// A part of the catalogue.
struct Section {
    path: &'static str,
    icon: &'static str,
    title: &'static str,
    entries: &'static [Entry],
}

const SECTIONS: &[Section] = &[
    Section { path: "text", icon: "fonts", title: "Text", entries: text::ENTRIES },
    Section { path: "marks", icon: "bookmark", title: "Marks and progress", entries: marks::ENTRIES },
    Section { path: "people", icon: "people", title: "People, numbers and codes", entries: people::ENTRIES },
    Section { path: "buttons", icon: "hand-index", title: "Buttons", entries: buttons::ENTRIES },
    Section { path: "words", icon: "input-cursor-text", title: "Fields for words", entries: words::ENTRIES },
    Section {
        path: "numbers",
        icon: "sliders",
        title: "Fields for numbers, days and colours",
        entries: numbers::ENTRIES,
    },
    Section { path: "choices", icon: "ui-checks", title: "Choices", entries: choices::ENTRIES },
    Section { path: "lists", icon: "table", title: "Lists and tables", entries: lists::ENTRIES },
    Section { path: "navigation", icon: "signpost-split", title: "Navigation", entries: navigation::ENTRIES },
    Section { path: "overlays", icon: "window-stack", title: "Overlays", entries: overlays::ENTRIES },
    Section { path: "layout", icon: "layout-split", title: "Layout", entries: layout::ENTRIES },
    Section { path: "media", icon: "image", title: "Pictures, sound and film", entries: media::ENTRIES },
    Section {
        path: "documents",
        icon: "file-earmark-text",
        title: "Documents and code",
        entries: documents::ENTRIES,
    },
    Section { path: "forms", icon: "ui-radios", title: "Forms", entries: forms::ENTRIES },
    Section { path: "style", icon: "palette", title: "Style and motion", entries: style::ENTRIES },
    Section { path: "shell", icon: "window-sidebar", title: "The frame of an app", entries: shell::ENTRIES },
];

#[derive(Route)]
enum Page {
    #[route("/")]
    All,
    #[route("/{section}")]
    Section { section: String },
    #[route("/shell/template")]
    Template,
}

pub(crate) fn app(ui: &Ui) -> Result {
    if matches!(ui.location().route(), Some(Page::Template)) {
        return shell::template(ui);
    }
    let is_wide = ui.window().width() >= WIDE;
    ui.vbox()
        .width(Length::Percent(100.0))
        .max_width(76.0)
        .margin((0.0, Offset::Auto))
        .padding(1.5)
        .gap(1.5)
        .with(|| {
            ui.hbox().justify(Justify::SpaceBetween).with(|| {
                ui.h1("Elements");
                ui.theme_switcher();
            });
            // One box that changes its direction: with a box for each, what a person has typed would be lost when the window changes.
            let columns = ui.box_().gap(2.0).maybe(is_wide, |columns| {
                columns.direction(Direction::Horizontal).align(Align::Start).wrap(Wrap::NoWrap)
            });
            columns.with(|| {
                let words = side(ui, is_wide);
                ui.vbox().grow(1).min_width(0).gap(3.0).with(|| body(ui, &words))
            })
        })
}

/// The search field, and the sections, a link to any of which ends the search. Answers what is looked for.
fn side(ui: &Ui, is_wide: bool) -> String {
    let side = ui.vbox().gap(1.0).maybe(is_wide, |side| {
        side.width(17.0)
            .shrink(0)
            .position(Position::Sticky)
            .top(0)
            .max_height(Length::Vh(100.0))
            .vertical_scroll(true)
            .padding((1.0, 0.25))
    });
    side.with(|| {
        let search = ui.text_input("Search").placeholder("slider, colour, pages\u{2026}").clearable(true);
        let sections = ui
            .nav()
            .label("Sections")
            .gap(0.25)
            .maybe(!is_wide, |sections| sections.direction(Direction::Horizontal).wrap(Wrap::Wrap));
        let is_followed = sections.with(|| {
            let path = ui.location().path();
            SECTIONS.iter().fold(place(ui, &path, "/", "grid", "Everything"), |is_followed, section| {
                let to = format!("/{}", section.path);
                place(ui, &path, &to, section.icon, section.title) || is_followed
            })
        });
        if is_followed {
            search.reset();
        }
        search.value().trim().to_lowercase()
    })
}

/// A link to a place in the catalogue, and whether it has just been followed.
fn place(ui: &Ui, path: &str, to: &str, icon: &str, title: &str) -> bool {
    let is_here = path == to;
    ui.scope(to, || {
        ui.link(to, title)
            .prefix_icon(icon)
            .current(is_here)
            .padding((0.25, 0.5))
            .maybe(is_here, |link| link.background_color(Hue::Primary.shade(Shade::S50)))
            .clicked()
    })
}

/// What is looked for, in all sections; where nothing is, what the address says.
fn body(ui: &Ui, words: &str) -> Result {
    if !words.is_empty() {
        return found(ui, words);
    }
    match ui.route() {
        Some(Page::All) => SECTIONS.iter().try_for_each(|section| show(ui, section, "")),
        Some(Page::Section { section: path }) => match SECTIONS.iter().find(|section| section.path == path) {
            Some(section) => show(ui, section, ""),
            None => nowhere(ui, &path),
        },
        Some(Page::Template) | None => nowhere(ui, &ui.location().path()),
    }
}

fn found(ui: &Ui, words: &str) -> Result {
    let mut is_found = false;
    for section in SECTIONS {
        if section.entries.iter().any(|entry| entry.answers(words)) {
            is_found = true;
            show(ui, section, words)?;
        }
    }
    if !is_found {
        ui.alert(
            Variant::Neutral,
            format_args!("No element has \u{201c}{words}\u{201d} in its name or in what is said of it."),
        );
    }
    Ok(())
}

fn nowhere(ui: &Ui, path: &str) -> Result {
    ui.alert(Variant::Warning, format_args!("There is no section \u{201c}{path}\u{201d}."));
    ui.link("/", "Show everything").underline(true);
    Ok(())
}

/// A section: of its elements, those that answer to what is looked for.
fn show(ui: &Ui, section: &Section, words: &str) -> Result {
    ui.scope(section.path, || {
        ui.vbox().gap(2.0).with(|| {
            ui.h2(section.title);
            for entry in section.entries.iter().filter(|entry| entry.answers(words)) {
                ui.scope(entry.name, || card(ui, entry))?;
            }
            Ok(())
        })
    })
}

fn card(ui: &Ui, entry: &Entry) -> Result {
    ui.card().with(|| {
        ui.h3(entry.name).anchor(entry.anchor()).font_family(FontFamily::Mono);
        ui.text(entry.about).font_color(Color::TEXT_QUIET);
        (entry.show)(ui)
    })
}

/// What an element reports, beside it.
fn reports(ui: &Ui, report: impl Content) {
    ui.plaintext(report).font_family(FontFamily::Mono).font_size(FontSize::Small);
}

fn main() -> std::process::ExitCode {
    hyperdiv::App::new("io.hyperdiv.elements").title("Elements").window_size(1200.0, 860.0).run(app)
}
