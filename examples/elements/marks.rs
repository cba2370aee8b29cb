//! What tells how things are.

use std::time::Duration;

use hyperdiv::prelude::*;

use super::{Entry, reports};

pub(crate) const ENTRIES: &[Entry] = &[
    Entry { name: "badge", about: "A short mark beside something: a count, a state.", show: badge },
    Entry { name: "tag", about: "A word that something is filed under, which can be taken away.", show: tag },
    Entry {
        name: "alert",
        about: "A message. A warning and a danger interrupt whoever has the page read to them.",
        show: alert,
    },
    Entry { name: "toast", about: "A message that goes by itself: an effect, and no element.", show: toast },
    Entry { name: "spinner", about: "The sign that something is being done, and what.", show: spinner },
    Entry { name: "progress_bar", about: "How much of something is done, as a bar.", show: progress_bar },
    Entry { name: "progress_ring", about: "How much of something is done, as a ring.", show: progress_ring },
    Entry { name: "skeleton", about: "Stands where something will be once it is there.", show: skeleton },
];

/// What something is for, with the word for it.
pub(crate) const VARIANTS: [(Variant, &str); 5] = [
    (Variant::Primary, "Primary"),
    (Variant::Success, "Success"),
    (Variant::Neutral, "Neutral"),
    (Variant::Warning, "Warning"),
    (Variant::Danger, "Danger"),
];

/// Sizes, with the words for them.
pub(crate) const SIZES: [(ControlSize, &str); 3] =
    [(ControlSize::Small, "Small"), (ControlSize::Medium, "Medium"), (ControlSize::Large, "Large")];

fn badge(ui: &Ui) -> Result {
    let clicks = ui.state(|| 0);
    ui.hbox().gap(0.75).with(|| {
        ui.each(VARIANTS, |(_, name)| *name, |(variant, name)| ui.badge(name).variant(variant));
        ui.badge("Round").pill(true);
        ui.badge("Pulses").attention(Attention::Pulse);
        ui.badge("Jumps").attention(Attention::Bounce);
        ui.badge("Saved").prefix_icon("check-lg").variant(Variant::Success);
        if ui.badge("More").suffix_icon("chevron-right").clicked() {
            clicks.update(|clicks| *clicks += 1);
        }
        reports(ui, format_args!("clicks on More: {}", clicks.get()));
    });
    Ok(())
}

fn tag(ui: &Ui) -> Result {
    let (tags, clicks) = (ui.state(|| vec!["home", "garden", "kitchen"]), ui.state(|| 0));
    ui.hbox().gap(0.75).with(|| {
        ui.each(VARIANTS, |(_, name)| *name, |(variant, name)| ui.tag(name).variant(variant));
        ui.each(SIZES, |(_, name)| *name, |(size, name)| ui.tag(name).size(size).pill(true));
    });
    ui.hbox().gap(0.75).with(|| {
        ui.each(
            tags.cloned(),
            |tag| *tag,
            |name| {
                let tag = ui.tag(name).removable(true);
                if tag.removed() {
                    tags.update(|tags| tags.retain(|tag| *tag != name));
                }
                if tag.clicked() {
                    clicks.update(|clicks| *clicks += 1);
                }
            },
        );
        reports(ui, format_args!("left: {}, clicks: {}", tags.with(Vec::len), clicks.get()));
    });
    Ok(())
}

fn alert(ui: &Ui) -> Result {
    ui.alert(Variant::Primary, "A new version is ready.");
    ui.alert(Variant::Success, "Your changes are on disk.").icon("device-hdd");
    ui.alert(Variant::Warning, "The disk is nearly full.").with(|| {
        ui.text("There is room for about 40 more pictures.");
    });
    ui.alert(Variant::Danger, "The report could not be sent.");
    let closable = ui.alert(Variant::Neutral, "This one can be closed.").closable(true);
    let short = ui
        .alert(Variant::Neutral, "And this one goes after four seconds.")
        .duration(Duration::from_secs(4))
        .default_open(false);
    ui.hbox().gap(0.75).with(|| {
        let again = ui.button("Show the closed one").disabled(closable.is_open()).clicked();
        let once = ui.button("Show one for four seconds").disabled(short.is_open()).clicked();
        if again {
            closable.open();
        }
        if once {
            short.open();
        }
        reports(ui, format_args!("open: {}, {}", closable.is_open(), short.is_open()));
    });
    Ok(())
}

fn toast(ui: &Ui) -> Result {
    ui.hbox().with(|| {
        if ui.button("Toast").clicked() {
            ui.toast("Warm, and buttered");
        }
    });
    Ok(())
}

fn spinner(ui: &Ui) -> Result {
    ui.hbox().gap(1.5).with(|| {
        ui.spinner("Loading");
        ui.spinner("Loading slowly").speed(Duration::from_secs(4)).font_size(FontSize::XLarge);
        ui.spinner("In colours")
            .track_width(Length::Px(4.0))
            .track_color(Hue::Success.shade(Shade::S100))
            .indicator_color(Hue::Success);
    });
    Ok(())
}

fn progress_bar(ui: &Ui) -> Result {
    let done = ui.slider("Upload done").default_value(40).value();
    ui.progress_bar("Upload").value(done);
    ui.progress_bar("Upload in other colours")
        .value(done)
        .bar_height(0.5)
        .track_color(Hue::Success.shade(Shade::S100))
        .indicator_color(Hue::Success);
    ui.progress_bar("Upload with its number").value(done).caption(format_args!("{done} %"));
    ui.progress_bar("Search for a server").indeterminate(true);
    Ok(())
}

fn progress_ring(ui: &Ui) -> Result {
    let done = ui.slider("Disk in use").default_value(70).value();
    ui.hbox().gap(1.5).with(|| {
        ui.progress_ring("Disk").value(done);
        ui.progress_ring("Disk with its number")
            .value(done)
            .caption(format_args!("{done} %"))
            .label_color(Hue::Success);
        ui.progress_ring("Disk, thick and green")
            .value(done)
            .size(6)
            .track_width(0.75)
            .indicator_width(0.75)
            .track_color(Hue::Success.shade(Shade::S100))
            .indicator_color(Hue::Success)
            .transition_duration(Duration::from_secs(1));
    });
    Ok(())
}

fn skeleton(ui: &Ui) -> Result {
    ui.vbox().gap(0.75).with(|| {
        ui.skeleton();
        ui.skeleton().effect(SkeletonEffect::Pulse).width(Length::Percent(80.0));
        ui.skeleton().effect(SkeletonEffect::Sheen).width(Length::Percent(60.0));
        ui.skeleton()
            .effect(SkeletonEffect::Sheen)
            .color(Hue::Primary.shade(Shade::S200))
            .sheen_color(Hue::Primary.shade(Shade::S100))
            .width(4)
            .height(4);
    });
    Ok(())
}
