//! Every name of Hyperdiv, by `tests/parity.toml`: each path of the table is compiled here, so that none is wrong, and none of the
//! names is missing.

use std::collections::BTreeSet;
use std::path::Path;

use hyperdiv::prelude::*;

/// The names that Hyperdiv 0.1.9 exports.
const NAMES: &str = "
run index_page cached global_state scope router register_equality logger
Component BaseState Plugin Prop
Styled Boxy Interactive Slottable Togglable
Spacing Shadow BorderRadius FontFamily FontSize FontWeight LetterSpacing LineHeight Color
HyperdivType Any Native Int Float Bool String PureString ClampedNumber ClampedInt ClampedFloat Constant OneOf OneOrMoreOf Optional Union List Tuple Event BoolEvent StringEvent CSSField Size
color_mix lighten darken
state style task async_command lifecycle location theme window clipboard local_storage cookies keyframe
text h1 h2 h3 h4 h5 plaintext markdown code
box hbox vbox nav card details divider split_panel tab_group tabs tab tree tree_item carousel carousel_item
list ordered_list list_item box_list box_list_item table thead tbody tfoot tr td data_table
link anchor breadcrumb breadcrumb_item icon_link navigation_menu template theme_switcher
dialog drawer dropdown popup tooltip alert badge tag progress_bar progress_ring spinner
icon icon_button image image_comparer avatar audio video media_source animation
form button button_group checkbox switch text_input textarea radio_group radio radio_button radios radio_buttons select option slider color_picker menu menu_item menu_label
chart cartesian_chart line_chart bar_chart scatter_chart bubble_chart pie_chart polar_chart radar_chart
";

/// What a form fills in.
#[derive(Clone, Default, Form)]
struct Filled {
    name: String,
}

macro_rules! types {
    ($($($part:ident)::+ [$($generic:tt)*],)*) => {
        fn types() {
            $(let _: Option<$($part)::+ $($generic)*> = None;)*
        }

        const TYPES: &[&str] = &[$(stringify!($($part)::+)),*];
    };
}

types! {
    hyperdiv::elements::Spacing [],
    hyperdiv::elements::Shadow [],
    hyperdiv::elements::Radius [],
    hyperdiv::elements::FontFamily [],
    hyperdiv::elements::FontSize [],
    hyperdiv::elements::FontWeight [],
    hyperdiv::elements::LetterSpacing [],
    hyperdiv::elements::LineHeight [],
    hyperdiv::elements::Color [],
    hyperdiv::elements::Size [],
    hyperdiv::elements::Part [<'static>],
}

macro_rules! traits {
    ($($($part:ident)::+,)*) => {
        fn traits() {
            $({
                #[expect(dead_code, reason = "that it compiles is all")]
                fn has<T: $($part)::+>() {}
            })*
        }

        const TRAITS: &[&str] = &[$(stringify!($($part)::+)),*];
    };
}

traits! {
    hyperdiv::core::Route,
    hyperdiv::elements::Style,
    hyperdiv::elements::Events,
}

macro_rules! calls {
    ($name:ident $paths:ident, $ui:ident: $($owner:ident :: $method:ident [$($generic:tt)*] ($($argument:expr),*) on $on:expr;)*) => {
        fn $name($ui: &Ui) -> Result {
            $($ui.scope(stringify!($owner $method), || {
                let _ = $on.$method $($generic)* ($($argument),*);
            });)*
            Ok(())
        }

        const $paths: &[&str] = &[$(concat!(stringify!($owner), "::", stringify!($method))),*];
    };
}

calls! {
    everything CALLS, ui:
    Ui::memo [] ((), || ()) on ui;
    Ui::global [::<u8>] () on ui;
    Ui::scope [] (1, || ()) on ui;
    Ui::state [] (|| 0) on ui;
    Dialog::is_open [] () on ui.dialog("");
    Color::mix [] (Color::TRANSPARENT, 50.0) on Color::TRANSPARENT;
    Color::lighten [] (50.0) on Color::TRANSPARENT;
    Color::darken [] (50.0) on Color::TRANSPARENT;
    Ui::task [] ((), |()| async { Ok::<(), hyperdiv::Error>(()) }) on ui;
    Ui::action [] (|()| async { Ok::<(), hyperdiv::Error>(()) }) on ui;
    Ui::lifecycle [] () on ui;
    Ui::location [] () on ui;
    Ui::theme [] () on ui;
    Ui::window [] () on ui;
    Ui::clipboard [] () on ui;
    Ui::local_storage [] () on ui;
    Animation::keyframe [] (0.0) on ui.animation("fadeIn");
    Ui::text [] ("") on ui;
    Ui::h1 [] ("") on ui;
    Ui::h2 [] ("") on ui;
    Ui::h3 [] ("") on ui;
    Ui::h4 [] ("") on ui;
    Ui::h5 [] ("") on ui;
    Ui::plaintext [] ("") on ui;
    Ui::markdown [] ("") on ui;
    Ui::code [] ("", "rust") on ui;
    Ui::box_ [] () on ui;
    Ui::hbox [] () on ui;
    Ui::vbox [] () on ui;
    Ui::nav [] () on ui;
    Ui::card [] () on ui;
    Ui::details [] ("") on ui;
    Ui::divider [] () on ui;
    Ui::split_panel [] ("") on ui;
    Ui::tab_group [] () on ui;
    Ui::tabs [] (["Inbox"]) on ui;
    TabGroup::tab [] (1, "Inbox") on ui.tab_group();
    Ui::tree [] ("") on ui;
    Ui::tree_item [] (1, "") on ui;
    Ui::carousel [] ("") on ui;
    Ui::carousel_item [] () on ui;
    Ui::list [] () on ui;
    Ui::ordered_list [] () on ui;
    Ui::list_item [] ("") on ui;
    Ui::box_list [] () on ui;
    Ui::box_list_item [] ("") on ui;
    Ui::table [] () on ui;
    Ui::thead [] () on ui;
    Ui::tbody [] () on ui;
    Ui::tfoot [] () on ui;
    Ui::tr [] () on ui;
    Ui::td [] ("") on ui;
    Ui::link [] ("/", "") on ui;
    Events::anchor [] ("here") on ui.text("");
    Ui::breadcrumb [] () on ui;
    Ui::breadcrumb_item [] ("/", "") on ui;
    Ui::icon_link [] ("house", "Home", "/") on ui;
    Ui::navigation_menu [] ("Main", &[]) on ui;
    Ui::template [] ("App") on ui;
    Ui::theme_switcher [] () on ui;
    Ui::dialog [] ("") on ui;
    Ui::drawer [] ("") on ui;
    Ui::dropdown [] ("") on ui;
    Ui::popup [] () on ui;
    Ui::tooltip [] ("") on ui;
    Ui::alert [] (Variant::Primary, "") on ui;
    Ui::badge [] ("") on ui;
    Ui::tag [] ("") on ui;
    Ui::progress_bar [] ("") on ui;
    Ui::progress_ring [] ("") on ui;
    Ui::spinner [] ("") on ui;
    Ui::icon [] ("gear") on ui;
    Ui::icon_button [] ("gear", "") on ui;
    Ui::image [] (ui.asset(&b""[..], "image/png"), "") on ui;
    Ui::image_comparer [] ("") on ui;
    Ui::avatar [] ("") on ui;
    Ui::audio [] (ui.asset(&b""[..], "audio/ogg"), "") on ui;
    Ui::video [] (ui.asset(&b""[..], "video/webm"), "") on ui;
    Audio::source [] (ui.asset(&b""[..], "audio/mpeg")) on ui.audio(ui.asset(&b""[..], "audio/ogg"), "");
    Ui::animation [] ("fadeIn") on ui;
    Ui::form [::<Filled>] () on ui;
    Ui::button [] ("") on ui;
    Ui::button_group [] ("") on ui;
    Ui::checkbox [] ("") on ui;
    Ui::switch [] ("") on ui;
    Ui::text_input [] ("") on ui;
    Ui::textarea [] ("") on ui;
    Ui::radio_group [] ("") on ui;
    RadioGroup::option [] (1, "") on ui.radio_group("");
    RadioGroup::buttons [] (true) on ui.radio_group("");
    Ui::radios [] ("", ["S"]) on ui;
    Ui::radio_buttons [] ("", ["S"]) on ui;
    Ui::select [] ("") on ui;
    Select::option [] (1, "") on ui.select("");
    Ui::slider [] ("") on ui;
    Ui::color_picker [] ("") on ui;
    Ui::menu [] () on ui;
    Ui::menu_item [] ("") on ui;
    Ui::menu_label [] ("") on ui;
}

// Would open a window where there is one: it is compiled, and not called.
calls! {
    start STARTS, ui:
    App::run [] (|_| Ok(())) on hyperdiv::App::new("io.hyperdiv.names");
    App::title [] ("Names") on hyperdiv::App::new("io.hyperdiv.names");
}

/// A component, which is a function under an attribute.
#[hyperdiv::component]
fn component(ui: &Ui) {
    ui.text("");
}

/// The paths that are compiled, without blanks.
fn compiled() -> BTreeSet<String> {
    let named = [TYPES, TRAITS, CALLS, STARTS, &["hyperdiv::component"]].concat();
    named.iter().map(|path| path.replace(' ', "")).collect()
}

#[test]
fn every_name_of_hyperdiv_is_there_once_and_is_what_compiles() {
    types();
    traits();
    let _: fn(&Ui) -> Result = start;
    let rows = xtask::names::names(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, NAMES.split_whitespace().collect::<Vec<_>>());
    assert_eq!(names.len(), 156);
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
    let table: BTreeSet<String> = rows.into_iter().filter_map(|row| row.rust).collect();
    assert_eq!(table, compiled(), "the table and what is compiled differ");
}

#[test]
fn all_of_it_at_once_is_an_app() {
    let app = hyperdiv::testing::Harness::new(|ui| {
        component(ui);
        everything(ui)
    });
    assert_eq!(app.errors(), [""; 0]);
    assert!(app.has(hyperdiv::core::Role::Tablist, ""), "\n{}", app.tree());
}
