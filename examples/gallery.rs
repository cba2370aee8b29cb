//! Every element and every group of style properties on one page, in light and dark.
//!
//! Run with `cargo run --example gallery`.

use std::time::Duration;

use hyperdiv::prelude::*;

/// A hairline, as wide as the screen can draw it.
const LINE: Length = Length::Px(1.0);

pub(crate) fn app(ui: &Ui) -> Result {
    ui.vbox().padding(0.0).gap(0.0).grow(1).background_color(Color::SURFACE_LOWERED).with(|| {
        bar(ui);
        ui.vbox()
            .max_width(68.0)
            .width(Length::Percent(100.0))
            .margin((0.0, Offset::Auto))
            .padding((3.0, 1.5))
            .gap(3.5)
            .with(|| {
                hero(ui);
                controls(ui);
                forms(ui);
                messages(ui);
                cards(ui);
                type_and_text(ui);
                documents(ui);
                colours(ui);
                surfaces(ui);
                pointer(ui);
                places(ui);
                icons(ui);
                foot(ui);
            });
    });
    Ok(())
}

/// The bar that stays at the top: the name, and the theme.
fn bar(ui: &Ui) {
    let theme = ui.theme();
    ui.hbox()
        .position(Position::Sticky)
        .top(0.0)
        .z_index(5)
        .padding((0.75, 1.5))
        .gap(0.75)
        .background_color(Color::SURFACE)
        .border_bottom((LINE, Color::BORDER))
        .with(|| {
            ui.icon("columns-gap").font_color(Hue::Primary).font_size(FontSize::Large);
            ui.plaintext("Gallery").font_weight(FontWeight::Bold).letter_spacing(LetterSpacing::Dense);
            ui.box_().grow(1);
            ui.icon(if theme.is_dark() { "moon-stars" } else { "sun" }).font_color(Color::TEXT_QUIET);
            for (mode, label) in
                [(ThemeMode::Light, "Light"), (ThemeMode::Dark, "Dark"), (ThemeMode::System, "System")]
            {
                ui.scope(label, || {
                    let chosen = theme.mode() == mode;
                    let button = ui.button(label).maybe(chosen, |button| button.variant(Variant::Primary));
                    if button.clicked() {
                        theme.set(mode);
                    }
                });
            }
        });
}

fn hero(ui: &Ui) {
    ui.vbox().gap(1.0).padding((1.5, 0.0)).with(|| {
        ui.h1("One function. One window.")
            .font_size(FontSize::XxxLarge)
            .text_gradient((100, Hue::Primary, Hue::Fuchsia.shade(Shade::S500)));
        ui.text("Everything below is described by one Rust function that runs again when something it has read changes.")
            .font_size(FontSize::Large)
            .font_color(Color::TEXT_QUIET)
            .max_width(Length::Ch(56.0));
        ui.hbox().gap(1.25).with(|| {
            ui.link("https://github.com", "Read the source").with(|| ui.icon("box-arrow-up-right").font_size(FontSize::Small));
            ui.link("https://www.rust-lang.org", "Learn Rust").underline(true);
        });
    });
}

/// A section with its heading and what it is about.
fn section(ui: &Ui, title: &str, about: &str, body: impl FnOnce()) {
    ui.scope(title, || {
        ui.vbox().gap(1.25).with(|| {
            ui.vbox().gap(Spacing::XxSmall).with(|| {
                ui.h2(title);
                ui.text(about).font_color(Color::TEXT_QUIET);
            });
            body();
        });
    });
}

fn controls(ui: &Ui) {
    section(ui, "Controls", "Buttons by what they are for, a field and a box to tick.", || {
        ui.card().with(|| {
            let loading = ui.state(|| false);
            ui.hbox().gap(0.75).with(|| {
                let variants = [
                    (Variant::Primary, "Primary"),
                    (Variant::Success, "Success"),
                    (Variant::Neutral, "Neutral"),
                    (Variant::Warning, "Warning"),
                    (Variant::Danger, "Danger"),
                ];
                for (variant, label) in variants {
                    ui.scope(label, || {
                        if ui.button(label).variant(variant).clicked() {
                            ui.toast(format_args!("{label} was pressed"));
                        }
                    });
                }
                ui.button("Disabled").disabled(true);
            });
            ui.divider().spacing(Spacing::XSmall);
            ui.hbox().gap(1.0).with(|| {
                ui.text_input("Name").placeholder("Ada Lovelace");
                loading.set(ui.checkbox("Load something").is_checked());
            });
            if loading.get() {
                ui.spinner("Loading, and saying so");
            }
        });
    });
}

#[derive(Choice, Clone, Copy, Default)]
enum Room {
    #[default]
    Single,
    Double,
    #[choice(label = "With a view of the sea")]
    Suite,
}

#[derive(Choice, Clone, Copy)]
enum Meal {
    Breakfast,
    HalfBoard,
    Nothing,
}

#[derive(Form)]
struct Booking {
    #[field(required, max_len = 40, hint = "As in your passport")]
    guest: String,
    #[field(label = "E-mail", required, pattern = "[^@ ]+@[^@ ]+", placeholder = "you@example.org")]
    email: String,
    room: Room,
    #[field(min = 1, max = 14)]
    nights: u8,
    #[field(label = "Meals", radio)]
    meal: Meal,
    #[field(multiline, label = "Anything else")]
    wishes: Option<String>,
    #[field(required, label = "I have read the terms")]
    terms: bool,
}

impl Validate for Booking {
    fn validate(&self, errors: &mut Errors<Self>) {
        if matches!(self.room, Room::Suite) && self.nights < 2 {
            errors.add(Booking::NIGHTS, "The suite is let for two nights or more.");
        }
    }
}

fn forms(ui: &Ui) {
    section(ui, "Forms", "A struct as fields, with what is wrong at the field where it is.", || {
        ui.card().with(|| {
            let mut form =
                ui.form::<Booking>().submit_label("Book").reset_label("Start again").layout(|form| {
                    ui.hbox().gap(1.0).with(|| {
                        form.field(Booking::GUEST);
                        form.field(Booking::EMAIL);
                    });
                    ui.hbox().gap(1.0).with(|| {
                        form.field(Booking::ROOM);
                        form.field(Booking::NIGHTS);
                    });
                    form.field(Booking::MEAL);
                    form.field(Booking::WISHES);
                    form.field(Booking::TERMS);
                    form.buttons();
                });
            if let Some(Booking { guest, nights, room, email, meal, wishes, .. }) = form.submitted() {
                let nights = if nights == 1 { "one night".to_owned() } else { format!("{nights} nights") };
                let (room, meal) = (room.label().to_lowercase(), meal.label().to_lowercase());
                ui.toast(format_args!("Booked: {guest}, {nights}, {room}, {meal}; the rest goes to {email}"));
                if let Some(wishes) = wishes {
                    ui.toast(format_args!("We have noted: {wishes}"));
                }
            }
            ui.switch("Tell me of offers").hint("Not more than one a month");
        });
    });
}

fn messages(ui: &Ui) {
    section(
        ui,
        "Messages",
        "Warnings and dangers interrupt a screen reader; the others wait their turn.",
        || {
            ui.vbox().gap(0.75).with(|| {
                ui.alert(Variant::Primary, "A new version is ready. It is installed when you quit.")
                    .closable(true);
                ui.alert(Variant::Success, "Your changes are on disk.");
                ui.alert(Variant::Neutral, "Settings of this window take effect at once.");
                ui.alert(Variant::Warning, "The disk is nearly full.").with(|| {
                    ui.text("There is room for about 40 more pictures.");
                    ui.link("#make-room", "Make room").underline(true).font_color(Color::CURRENT);
                });
                let broke = ui.alert(Variant::Danger, "The report could not be sent.").closable(true);
                let soon = ui
                    .alert(Variant::Success, "This message closes itself after four seconds.")
                    .duration(Duration::from_secs(4))
                    .default_open(false);
                ui.hbox().gap(0.75).with(|| {
                    let again = ui.button("Show the closed one again").disabled(broke.is_open()).clicked();
                    let show = ui.button("Show one for four seconds").disabled(soon.is_open()).clicked();
                    if again {
                        broke.open();
                    }
                    if show {
                        soon.open();
                    }
                });
            });
        },
    );
}

fn cards(ui: &Ui) {
    section(ui, "Cards", "What belongs together, on a ground of its own.", || {
        ui.hbox().gap(1.25).align(Align::Stretch).with(|| {
            let plain = ui.card().basis(18.0).grow(1);
            plain.with(|| {
                ui.hbox().gap(0.75).with(|| {
                    ui.icon("shield-lock").font_size(FontSize::XLarge).font_color(Hue::Primary);
                    ui.h3("Private");
                });
                ui.text("Nothing leaves this computer, and nothing is written before you say so.");
            });
            let whole = ui.card().basis(18.0).grow(1);
            whole.header(|| {
                ui.h4("This month");
                ui.box_().grow(1);
                ui.icon("calendar3").font_color(Color::TEXT_QUIET);
            });
            whole.with(|| {
                ui.plaintext("4,821")
                    .font_size(FontSize::XxLarge)
                    .font_weight(FontWeight::Bold)
                    .line_height(LineHeight::Dense);
                ui.hbox().gap(0.4).font_color(Hue::Success).with(|| {
                    ui.icon("arrow-up-right").label("More by");
                    ui.plaintext("12.4 % more than in May");
                });
            });
            whole.footer(|| {
                ui.link("#figures", "All figures");
                ui.box_().grow(1);
                ui.plaintext("Today, 09:41").font_size(FontSize::Small).font_color(Color::TEXT_QUIET);
            });
            let picture = ui.card().basis(18.0).grow(1);
            picture.image(|| {
                ui.box_().height(6.5).background_gradient((
                    135,
                    Hue::Sky.shade(Shade::S400),
                    Hue::Violet.shade(Shade::S500),
                ));
            });
            picture.with(|| {
                ui.h4("Pictures reach the edges");
                ui.text("A head, a foot and a picture are parts of a card; the rest is its body.")
                    .font_color(Color::TEXT_QUIET);
            });
        });
    });
}

fn type_and_text(ui: &Ui) {
    section(ui, "Type", "Five headings, sizes, weights, families and how text is set.", || {
        ui.card().with(|| {
            ui.h1("Heading 1");
            ui.h2("Heading 2");
            ui.h3("Heading 3");
            ui.h4("Heading 4");
            ui.h5("Heading 5");
            ui.divider().spacing(Spacing::XSmall);
            ui.hbox().gap(1.5).align(Align::Baseline).with(|| {
                let sizes = [
                    ("small", FontSize::Small),
                    ("medium", FontSize::Medium),
                    ("large", FontSize::Large),
                    ("x-large", FontSize::XLarge),
                    ("2x-large", FontSize::XxLarge),
                ];
                for (name, size) in sizes {
                    ui.plaintext(name).font_size(size);
                }
            });
            ui.hbox().gap(1.5).with(|| {
                ui.plaintext("Light").font_weight(FontWeight::Light);
                ui.plaintext("Semibold").font_weight(FontWeight::Semibold);
                ui.plaintext("Bold").font_weight(FontWeight::Bold);
                ui.plaintext("Italic").font_style(FontStyle::Italic);
                ui.plaintext("Serif").font_family(FontFamily::Serif);
                ui.plaintext("Mono 0123").font_family(FontFamily::Mono);
                ui.plaintext("Struck").text_decoration(TextDecoration::LineThrough);
                ui.plaintext("loose capitals")
                    .text_transform(TextTransform::Uppercase)
                    .letter_spacing(LetterSpacing::Loose)
                    .font_size(FontSize::XSmall)
                    .font_color(Color::TEXT_QUIET);
            });
            ui.text("A line that does not fit ends in three dots instead of breaking, because its box says that it is to be cut off there.")
                .white_space(WhiteSpace::NoWrap)
                .horizontal_scroll(false)
                .text_overflow(TextOverflow::Ellipsis)
                .max_width(Length::Ch(48.0));
        });
    });
}

/// Of everything that a document may have, one.
const DOCUMENT: &str = r#"
    ### White bread

    Mix *all* of it, let it **rest** for a day and bake it, as [Books](/books) has it or <https://example.org>.[^salt]

    - [x] flour
    - [ ] salt
      1. from the sea
      2. from a mine

    | Thing | Grams | For |
    |:------|------:|-----|
    | flour | ~~450~~ 500 | the dough |
    | water | 350 | the dough |

    > Bread that this book was written for has no sugar in it.

    ```python
    def bake(dough, minutes=45):
        """Until it sounds hollow."""
        return oven.heat(dough, celsius=230, minutes=minutes)  # <b>hot</b>
    ```

    Press <kbd>Ctrl</kbd> + <kbd>B</kbd>, or call `bake(dough)`.

    [^salt]: Without salt it is another bread.
"#;

fn documents(ui: &Ui) {
    section(ui, "Documents", "Markdown, and code in the colours of its language.", || {
        ui.card().with(|| {
            ui.markdown(DOCUMENT);
        });
        ui.code("fn main() -> std::process::ExitCode {\n    hyperdiv::App::new(\"org.example.bread\").title(\"Bread\").run(app) // a line that is longer than the window is wide scrolls, by keyboard as well\n}", "rust");
    });
}

fn colours(ui: &Ui) {
    const HUES: [(Hue, &str); 12] = [
        (Hue::Primary, "primary"),
        (Hue::Success, "success"),
        (Hue::Warning, "warning"),
        (Hue::Danger, "danger"),
        (Hue::Neutral, "neutral"),
        (Hue::Amber, "amber"),
        (Hue::Lime, "lime"),
        (Hue::Teal, "teal"),
        (Hue::Sky, "sky"),
        (Hue::Violet, "violet"),
        (Hue::Fuchsia, "fuchsia"),
        (Hue::Rose, "rose"),
    ];
    const SHADES: [Shade; 11] = [
        Shade::S50,
        Shade::S100,
        Shade::S200,
        Shade::S300,
        Shade::S400,
        Shade::S500,
        Shade::S600,
        Shade::S700,
        Shade::S800,
        Shade::S900,
        Shade::S950,
    ];
    section(
        ui,
        "Colours",
        "From the page's ground to its text: what can be read in light can be read in dark.",
        || {
            ui.card().with(|| {
                ui.vbox().gap(0.5).with(|| {
                    for (hue, name) in HUES {
                        ui.hbox().gap(0.75).wrap(Wrap::NoWrap).with(|| {
                            ui.plaintext(name).width(5.0).font_size(FontSize::Small).font_color(hue);
                            ui.hbox()
                                .grow(1)
                                .wrap(Wrap::NoWrap)
                                .border_radius(Radius::Medium)
                                .horizontal_scroll(false)
                                .with(|| {
                                    for shade in SHADES {
                                        ui.box_().grow(1).height(1.75).background_color(hue.shade(shade));
                                    }
                                });
                        });
                    }
                });
            });
        },
    );
}

fn surfaces(ui: &Ui) {
    section(ui, "Surfaces", "Shadows, corners and borders.", || {
        ui.hbox().gap(1.25).with(|| {
            let shadows = [
                ("x-small", Shadow::XSmall, Radius::Small),
                ("small", Shadow::Small, Radius::Medium),
                ("medium", Shadow::Medium, Radius::Large),
                ("large", Shadow::Large, Radius::XLarge),
                ("x-large", Shadow::XLarge, Radius::Pill),
            ];
            for (name, shadow, radius) in shadows {
                tile(ui, name).shadow(shadow).border_radius(radius);
            }
            tile(ui, "dashed")
                .border((Length::Px(2.0), LineStyle::Dashed, Hue::Primary))
                .border_radius(Radius::Large);
            tile(ui, "one edge")
                .border_left((Length::Px(4.0), Hue::Success))
                .border_radius((0.0, 0.5, 0.5, 0.0));
        });
    });
}

/// A tile with its name in the middle.
fn tile<'ui>(ui: &'ui Ui, name: &str) -> Container<'ui> {
    let tile = ui
        .box_()
        .basis(7.5)
        .grow(1)
        .height(5.0)
        .align(Align::Center)
        .justify(Justify::Center)
        .background_color(Color::SURFACE_RAISED)
        .border((LINE, Color::BORDER));
    tile.with(|| ui.plaintext(name).font_size(FontSize::Small).font_color(Color::TEXT_QUIET));
    tile
}

fn pointer(ui: &Ui) {
    section(ui, "Under the pointer", "Colours, shadows and opacity while hovered and while pressed.", || {
        ui.hbox().gap(1.25).with(|| {
            tile(ui, "background")
                .border_radius(Radius::Large)
                .cursor(Cursor::Pointer)
                .hover_background_color(Hue::Primary.shade(Shade::S100))
                .active_background_color(Hue::Primary.shade(Shade::S300));
            tile(ui, "border and shadow")
                .border_radius(Radius::Large)
                .cursor(Cursor::Pointer)
                .hover_border_color(Hue::Primary)
                .hover_shadow(Shadow::Large)
                .active_shadow(Shadow::XSmall);
            tile(ui, "opacity")
                .border_radius(Radius::Large)
                .opacity(0.85)
                .hover_opacity(1.0)
                .cursor(Cursor::Help);
            tile(ui, "selected at once").border_radius(Radius::Large).user_select(UserSelect::All);
        });
    });
}

fn places(ui: &Ui) {
    let location = ui.location();
    section(
        ui,
        "Places",
        "Links inside the app lead to an address; Alt with the arrow keys leads back.",
        || {
            ui.card().with(|| {
                ui.hbox().gap(1.0).with(|| {
                    let back = ui.button("Back").disabled(!location.can_go_back()).clicked();
                    let forward = ui.button("Forward").disabled(!location.can_go_forward()).clicked();
                    ui.plaintext(format_args!("This window is at {}", location.address()))
                        .font_family(FontFamily::Mono)
                        .grow(1);
                    for (to, label) in
                        [("/", "Start"), ("/books", "Books"), ("/books?by=Ada", "Books by Ada")]
                    {
                        ui.scope(to, || ui.link(to, label));
                    }
                    if back {
                        location.back();
                    }
                    if forward {
                        location.forward();
                    }
                });
            });
        },
    );
}

fn icons(ui: &Ui) {
    const NAMES: [&str; 24] = [
        "house-door",
        "gear",
        "person",
        "bell",
        "envelope",
        "calendar3",
        "folder2-open",
        "file-earmark-text",
        "image",
        "camera",
        "mic",
        "music-note-beamed",
        "cloud-arrow-up",
        "download",
        "trash",
        "pencil",
        "search",
        "funnel",
        "bar-chart",
        "pie-chart",
        "graph-up",
        "lightning-charge",
        "shield-check",
        "emoji-laughing",
    ];
    section(
        ui,
        "Icons",
        "More than two thousand of them, as large as the text around and of its colour.",
        || {
            ui.hbox().gap(0.75).with(|| {
                for name in NAMES {
                    ui.vbox()
                        .width(7.0)
                        .padding((1.0, 0.5))
                        .gap(0.6)
                        .align(Align::Center)
                        .border_radius(Radius::Large)
                        .hover_background_color(Color::SURFACE_RAISED)
                        .with(|| {
                            ui.icon(name).font_size(FontSize::XLarge);
                            ui.plaintext(name)
                                .font_size(FontSize::XSmall)
                                .font_color(Color::TEXT_QUIET)
                                .text_align(TextAlign::Center);
                        });
                }
            });
        },
    );
}

fn foot(ui: &Ui) {
    ui.vbox().gap(1.0).with(|| {
        ui.divider();
        ui.hbox().gap(1.0).font_size(FontSize::Small).font_color(Color::TEXT_QUIET).with(|| {
            ui.plaintext("Made with Hyperdiv");
            ui.divider().vertical(true);
            ui.link("mailto:hello@example.org", "Write to us");
            ui.box_().grow(1);
            ui.spinner("Still here");
        });
    });
}

fn main() -> std::process::ExitCode {
    hyperdiv::App::new("io.hyperdiv.gallery").title("Gallery").window_size(1100.0, 860.0).run(app)
}
