//! Style and motion.

use std::time::Duration;

use hyperdiv::elements::{AnimationDirection, AnimationFill, animation_names};
use hyperdiv::prelude::*;

use super::{Entry, layout, reports};

pub(crate) const ENTRIES: &[Entry] = &[
    Entry { name: "font_size, font_weight, font_color", about: "How text looks.", show: type_ },
    Entry {
        name: "background_color, background_gradient",
        about: "Colours, which are as readable in the dark.",
        show: colours,
    },
    Entry { name: "border, border_radius, shadow", about: "Edges, corners and shadows.", show: edges },
    Entry {
        name: "hover_background_color, active_shadow",
        about: "What changes under the pointer.",
        show: pointer,
    },
    Entry {
        name: "is_hovered, double_clicked, context_menu, pasted, dropped",
        about: "What any element can tell.",
        show: events,
    },
    Entry { name: "part", about: "A part of a component, which style properties change.", show: part },
    Entry { name: "animation, keyframe", about: "Moves what is in it.", show: animation },
];

/// A large tile with its name in the middle.
fn tile<'ui>(ui: &'ui Ui, name: &str) -> Container<'ui> {
    layout::tile(ui, name).basis(9.0).height(4.0).align(Align::Center).justify(Justify::Center)
}

fn type_(ui: &Ui) -> Result {
    ui.hbox().gap(1.5).align(Align::Baseline).with(|| {
        ui.plaintext("Small").font_size(FontSize::Small);
        ui.plaintext("Large").font_size(FontSize::Large);
        ui.plaintext("Very large").font_size(FontSize::XxLarge);
        ui.plaintext("Bold").font_weight(FontWeight::Bold);
        ui.plaintext("Italic").font_style(FontStyle::Italic);
        ui.plaintext("Serif").font_family(FontFamily::Serif);
        ui.plaintext("Mono").font_family(FontFamily::Mono);
        ui.plaintext("Quiet").font_color(Color::TEXT_QUIET);
        ui.plaintext("Struck").text_decoration(TextDecoration::LineThrough);
        ui.plaintext("capitals")
            .text_transform(TextTransform::Uppercase)
            .letter_spacing(LetterSpacing::Loose);
    });
    ui.text("A line that does not fit ends in three dots where its box says so, and this one is longer than its box.")
        .white_space(WhiteSpace::NoWrap)
        .horizontal_scroll(false)
        .text_overflow(TextOverflow::Ellipsis)
        .max_width(Length::Ch(40.0));
    Ok(())
}

fn colours(ui: &Ui) -> Result {
    let hues = [
        (Hue::Primary, "primary"),
        (Hue::Success, "success"),
        (Hue::Neutral, "neutral"),
        (Hue::Warning, "warning"),
        (Hue::Danger, "danger"),
        (Hue::Sky, "sky"),
        (Hue::Violet, "violet"),
    ];
    let shades = [Shade::S50, Shade::S100, Shade::S200, Shade::S300, Shade::S500, Shade::S700, Shade::S900];
    ui.each(
        hues,
        |(_, name)| *name,
        |(hue, name)| {
            ui.hbox().gap(0.75).wrap(Wrap::NoWrap).with(|| {
                ui.plaintext(name).width(5.0);
                ui.hbox()
                    .grow(1)
                    .wrap(Wrap::NoWrap)
                    .border_radius(Radius::Medium)
                    .horizontal_scroll(false)
                    .with(|| {
                        for shade in shades {
                            ui.box_().grow(1).height(1.5).background_color(hue.shade(shade));
                        }
                    });
            });
        },
    );
    ui.box_().height(2.0).border_radius(Radius::Medium).background_gradient((
        90,
        Hue::Primary,
        Hue::Fuchsia.shade(Shade::S500),
    ));
    Ok(())
}

fn edges(ui: &Ui) -> Result {
    ui.hbox().gap(1.25).with(|| {
        tile(ui, "Small shadow").shadow(Shadow::Small);
        tile(ui, "Large shadow").shadow(Shadow::XLarge).border_radius(Radius::Pill);
        tile(ui, "Dashed").border((Length::Px(2.0), LineStyle::Dashed, Hue::Primary));
        tile(ui, "One edge").border_left((Length::Px(4.0), Hue::Success)).border_radius((0.0, 0.5, 0.5, 0.0));
    });
    Ok(())
}

fn pointer(ui: &Ui) -> Result {
    ui.hbox().gap(1.25).with(|| {
        tile(ui, "Background")
            .cursor(Cursor::Pointer)
            .hover_background_color(Hue::Primary.shade(Shade::S100))
            .active_background_color(Hue::Primary.shade(Shade::S200));
        tile(ui, "Letters")
            .cursor(Cursor::Pointer)
            .hover_font_color(Hue::Primary)
            .active_font_color(Hue::Danger);
        tile(ui, "Selected at once").user_select(UserSelect::All);
        tile(ui, "Shadow").cursor(Cursor::Pointer).hover_shadow(Shadow::Large).active_shadow(Shadow::XSmall);
        tile(ui, "Edges").cursor(Cursor::Help).hover_border_color(Hue::Primary);
    });
    Ok(())
}

fn events(ui: &Ui) -> Result {
    let told = ui.state(|| "nothing yet");
    let tile = tile(ui, "Point, click twice, ask for a menu").basis(Size::Auto).padding((0.0, 1.0));
    if tile.double_clicked() {
        told.set("a double click");
    }
    if tile.context_menu() {
        told.set("a menu was asked for");
    }
    reports(ui, format_args!("hovered: {}, told: {}", tile.is_hovered(), told.get()));
    let field = ui.text_input("Paste something here");
    if field.pasted().is_some() {
        told.set("something was pasted");
    }
    reports(ui, format_args!("focused: {}", field.is_focused()));
    let place = layout::tile(ui, "Drop files here");
    for file in place.dropped().unwrap_or_default() {
        match file {
            Ok(file) => ui.toast(format_args!("{} has {} bytes", file.name(), file.bytes.len())),
            Err(error) => ui.toast(format_args!("It was not read: {error}")),
        }
    }
    Ok(())
}

fn part(ui: &Ui) -> Result {
    let bar = ui.progress_bar("Bar with a part of another look").value(60);
    bar.part("indicator").background_gradient((90, Hue::Primary, Hue::Fuchsia.shade(Shade::S500)));
    Ok(())
}

fn animation(ui: &Ui) -> Result {
    let name =
        ui.select("Animation").options(animation_names().iter().copied()).default_value("headShake").value();
    let finished = ui.state(|| 0);
    ui.hbox().gap(1.25).align(Align::Center).with(|| {
        let named = ui.animation(name.as_deref().unwrap_or("headShake")).duration(Duration::from_millis(800));
        named.easing(Easing::EaseInOut).playback_rate(1);
        if named.with(|| ui.button("Play it").prefix_icon("play").clicked()) {
            named.play();
        }
        if named.finished() {
            finished.update(|finished| *finished += 1);
        }
        let own = ui.animation("fadeIn").duration(Duration::from_secs(1)).delay(Duration::from_millis(100));
        own.end_delay(Duration::from_millis(100)).iterations(2).iteration_start(0);
        own.direction(AnimationDirection::Alternate).fill(AnimationFill::Both);
        own.keyframe(0.0).opacity(1.0);
        own.keyframe(1.0).opacity(0.3);
        if own.with(|| ui.button("Fade and come back").clicked()) {
            own.play();
        }
        reports(ui, format_args!("playing: {}, times to the end: {}", named.is_playing(), finished.get()));
    });
    Ok(())
}
