//! Style properties: what each value is on the page, and what becomes of values that CSS has not.

use hyperdiv::prelude::*;
use hyperdiv::testing::Harness;

/// The style of the first box of an app, as the page was told it.
#[track_caller]
fn style(app: impl Fn(&Ui) + 'static) -> Vec<String> {
    shown(&Harness::new(move |ui| {
        app(ui);
        Ok(())
    }))
}

#[track_caller]
fn shown(app: &Harness) -> Vec<String> {
    let tree = app.tree();
    let line = tree.lines().next().unwrap_or_default();
    let line = line.split_once("  (").map_or(line, |(line, _)| line);
    line.split(" :").skip(1).map(|declaration| declaration.trim().replace('"', "")).collect()
}

#[test]
fn lengths_are_rem_unless_they_say_otherwise() {
    let said = style(|ui| {
        ui.box_()
            .width(12)
            .height(Length::Px(3.5))
            .min_width(Length::Percent(50.0))
            .max_width(Length::Ch(72.0))
            .min_height(Length::Vh(10.0))
            .max_height(Size::Auto)
            .basis(Size::FitContent)
            .gap(Spacing::Large)
            .top(-1.5)
            .left(Offset::Auto);
    });
    assert_eq!(
        said,
        [
            "flex-basis=fit-content",
            "gap=var(--hd-spacing-large)",
            "height=3.5px",
            "left=auto",
            "max-height=none",
            "max-width=72ch",
            "min-height=10vh",
            "min-width=50%",
            "top=-1.5rem",
            "width=12rem",
        ]
    );
}

#[test]
fn sides_and_corners_are_one_to_four() {
    let said = style(|ui| {
        ui.box_().padding(1.0).margin((1, Offset::Auto)).border_radius((Radius::Small, 1.0, 2.0));
    });
    assert_eq!(
        said,
        ["border-radius=var(--hd-border-radius-small) 1rem 2rem", "margin=1rem auto", "padding=1rem"]
    );
    let said = style(|ui| {
        ui.box_().padding((1.0, 2.0, 3.0, 4.0)).margin((-1.0, Spacing::Small, -1.0, Spacing::Small));
    });
    assert_eq!(said, ["margin=-1rem var(--hd-spacing-small)", "padding=1rem 2rem 3rem 4rem"]);
}

#[test]
fn colours_borders_and_gradients() {
    let said = style(|ui| {
        ui.box_()
            .background_color(Hue::Blue)
            .font_color(color!("neutral-950"))
            .border((Length::Px(1.0), Color::rgb(1, 2, 3)))
            .border_top((2, LineStyle::Dashed, color!("red-500").lighten(25.0)))
            .border_bottom(Border::NONE)
            .background_gradient((90, color!("#ff8000"), color!("transparent")))
            .shadow(Shadow::Large)
            .hover_background_color(color!("blue-700"))
            .active_opacity(2.0);
    });
    assert_eq!(
        said,
        [
            "active-opacity=1.0",
            "background-color=var(--hd-color-blue-600)",
            "background-image=linear-gradient(90deg, #ff8000, transparent)",
            "border=1px solid #010203",
            "border-bottom=none",
            "border-top=2rem dashed color-mix(in srgb, var(--hd-color-red-500), var(--hd-color-neutral-0) 25%)",
            "box-shadow=var(--hd-shadow-large)",
            "color=var(--hd-color-neutral-950)",
            "hover-background-color=var(--hd-color-blue-700)",
        ]
    );
}

#[test]
fn type_layout_and_the_rest() {
    let said = style(|ui| {
        ui.box_()
            .font_size(FontSize::XLarge)
            .font_family(FontFamily::Mono)
            .font_weight(FontWeight::Bold)
            .letter_spacing(LetterSpacing::Dense)
            .line_height(Length::Em(1.5))
            .text_gradient((0, Hue::Red, Hue::Blue))
            .grow(true)
            .shrink(0)
            .z_index(-2)
            .direction(Direction::HorizontalReverse)
            .wrap(Wrap::Reverse)
            .horizontal_scroll(true)
            .vertical_scroll(false);
    });
    assert_eq!(
        said,
        [
            "-webkit-text-fill-color=transparent",
            "background-clip=text",
            "background-image=linear-gradient(0deg, var(--hd-color-red-600), var(--hd-color-blue-600))",
            "flex-direction=row-reverse",
            "flex-grow=1.0",
            "flex-shrink=0.0",
            "flex-wrap=wrap-reverse",
            "font-family=var(--hd-font-mono)",
            "font-size=var(--hd-font-size-x-large)",
            "font-weight=var(--hd-font-weight-bold)",
            "letter-spacing=var(--hd-letter-spacing-dense)",
            "line-height=1.5em",
            "overflow-x=auto",
            "overflow-y=hidden",
            "z-index=-2",
        ]
    );
}

#[test]
fn what_css_has_not_is_nothing_and_a_warning() {
    let app = Harness::new(|ui| {
        ui.box_()
            .padding(-1.0)
            .margin(-1.0)
            .width(f64::NAN)
            .top(f64::INFINITY)
            .grow(-1)
            .opacity(f64::NAN)
            .border((Length::Px(-3.0), Hue::Red))
            .border_radius((1.0, f64::NEG_INFINITY));
        Ok(())
    });
    assert_eq!(
        shown(&app),
        [
            "border=0px solid var(--hd-color-red-600)",
            "border-radius=1rem 0px",
            "flex-grow=0.0",
            "margin=-1rem",
            "opacity=1.0",
            "padding=0px",
            "top=0px",
            "width=0px",
        ]
    );
    let warnings = app.warnings();
    for name in ["padding", "width", "top", "flex-grow", "border", "border-radius"] {
        let told = format!("the {name} at ");
        assert_eq!(warnings.iter().filter(|warning| warning.contains(&told)).count(), 1, "{warnings:?}");
    }
    assert_eq!(warnings.len(), 6, "{warnings:?}");
}

#[test]
fn the_later_value_holds_and_only_what_changed_is_sent() {
    let mut app = Harness::new(|ui| {
        let wide = ui.state(|| false);
        ui.box_().padding(1.0).padding(2.0).width(if wide.get() { 20.0 } else { 10.0 }).gap(1.0);
        if ui.button("Widen").clicked() {
            wide.set(true);
        }
        Ok(())
    });
    assert_eq!(shown(&app), ["gap=1rem", "padding=2rem", "width=10rem"]);
    app.click(hyperdiv::core::Role::Button, "Widen");
    assert_eq!(shown(&app), ["gap=1rem", "padding=2rem", "width=20rem"]);
    // The one declaration, and nothing of the others.
    assert_eq!(app.last_patch_bytes(), r#"{"v":1,"frame":2,"ops":[4,2,":width","20rem"]}"#.len());
}
