//! Pictures, sound and film. All are the app's own: nothing is fetched.

use std::f64::consts::TAU;
use std::sync::LazyLock;

use hyperdiv::prelude::*;

use super::{Entry, reports};

pub(crate) const ENTRIES: &[Entry] = &[
    Entry { name: "image", about: "A picture, and what it says to whoever does not see it.", show: image },
    Entry {
        name: "image_comparer",
        about: "Two pictures, and a line that shows more of one or the other.",
        show: comparer,
    },
    Entry { name: "audio", about: "A sound.", show: audio },
    Entry { name: "video", about: "A film.", show: video },
];

/// Hills under a sky of this colour, as a picture that this program draws.
pub(crate) fn landscape(ui: &Ui, sky: &str) -> Asset {
    let picture = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 320 180' width='320' height='180'>\
         <rect width='320' height='180' fill='{sky}'/><circle cx='240' cy='55' r='24' fill='#fef3c7'/>\
         <path d='M0 180V110Q80 60 160 120T320 100V180Z' fill='#166534'/>\
         <path d='M0 180V150Q120 90 200 150T320 140V180Z' fill='#14532d'/></svg>"
    );
    ui.asset(picture.as_bytes(), "image/svg+xml")
}

/// A second of a tone that fades, as a file of RIFF/WAVE: 8,000 samples of a byte each.
static TONE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    const RATE: u16 = 8000;
    let samples = (0..RATE).map(|at| {
        let time = f64::from(at) / f64::from(RATE);
        let level = 128.0 + 90.0 * (1.0 - time) * (TAU * 440.0 * time).sin();
        level as u8
    });
    let (count, rate) = (u32::from(RATE).to_le_bytes(), u32::from(RATE).to_le_bytes());
    let whole = (36 + u32::from(RATE)).to_le_bytes();
    let header: [&[u8]; 8] = [
        b"RIFF",
        &whole,
        // One channel of whole numbers.
        b"WAVEfmt \x10\0\0\0\x01\0\x01\0",
        &rate,
        // Bytes a second, which are as many.
        &rate,
        // A byte for each sample, of 8 bits.
        b"\x01\0\x08\0",
        b"data",
        &count,
    ];
    header.concat().into_iter().chain(samples).collect()
});

/// Three seconds of a square that bounces.
static FILM: &[u8] = include_bytes!("film.webm");

fn image(ui: &Ui) -> Result {
    let clicks = ui.state(|| 0);
    ui.hbox().gap(1.0).with(|| {
        let morning = ui.image(landscape(ui, "#7dd3fc"), "Hills in the morning").width(12);
        if morning.clicked() {
            clicks.update(|clicks| *clicks += 1);
        }
        ui.image(landscape(ui, "#fb923c"), "")
            .alt("Hills in the evening")
            .width(8)
            .border_radius(Radius::Large);
        reports(ui, format_args!("clicks on the morning: {}", clicks.get()));
    });
    Ok(())
}

fn comparer(ui: &Ui) -> Result {
    let compare = ui.image_comparer("Morning and night").default_value(40).max_width(20.0).handle_size(2);
    compare.handle_icon("arrows");
    compare.before(|| ui.image(landscape(ui, "#7dd3fc"), "The hills in the morning"));
    compare.after(|| ui.image(landscape(ui, "#1e1b4b"), "The hills at night"));
    reports(ui, format_args!("value: {:.0}", compare.value()));
    Ok(())
}

fn audio(ui: &Ui) -> Result {
    let tone = ui.audio(ui.asset(&TONE, "audio/wav"), "A tone").default_volume(0.3);
    reports(ui, format_args!("playing: {}, volume: {:.1}", tone.is_playing(), tone.volume()));
    if let Some(muted) = ui.switch("Mute the tone").changed() {
        tone.mute(muted);
    }
    let looped =
        ui.audio(ui.asset(&TONE, "audio/wav"), "A tone without buttons of its own").loop_around(true);
    looped.controls(false).default_volume(0.3);
    let (play, pause) = ui
        .button_group("The tone without buttons")
        .with(|| (ui.button("Play the tone").clicked(), ui.button("Stop the tone").clicked()));
    if play {
        looped.play();
    }
    if pause {
        looped.pause();
    }
    Ok(())
}

fn video(ui: &Ui) -> Result {
    let ends = ui.state(|| 0);
    let film =
        ui.video(ui.asset(FILM, "video/webm"), "A square that bounces").video_width(320).video_height(180);
    if film.ended() {
        ends.update(|ends| *ends += 1);
    }
    reports(ui, format_args!("playing: {}, times to the end: {}", film.is_playing(), ends.get()));
    Ok(())
}
