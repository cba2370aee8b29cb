//! A calculator for the four kinds of sums, × and ÷ before + and −, with the sum so far above the number. Digits and signs can be
//! typed, too.
//!
//! Run it with `cargo run --example calculator`.

use std::fmt;

use hyperdiv::prelude::*;

/// The most digits that are typed or shown.
const MOST_DIGITS: usize = 12;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Sign {
    Plus,
    Minus,
    Times,
    Divided,
}

impl Sign {
    /// Whether it is worked out before + and −.
    fn binds(self) -> bool {
        matches!(self, Sign::Times | Sign::Divided)
    }

    fn of(self, left: f64, right: f64) -> f64 {
        match self {
            Sign::Plus => left + right,
            Sign::Minus => left - right,
            Sign::Times => left * right,
            Sign::Divided => left / right,
        }
    }
}

impl fmt::Display for Sign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Sign::Plus => "+",
            Sign::Minus => "−",
            Sign::Times => "×",
            Sign::Divided => "÷",
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Key {
    Digit(u8),
    Point,
    Sign(Sign),
    Negate,
    Equals,
    Back,
    Clear,
}

/// A sum that is being typed.
#[derive(Clone, Debug, Default, PartialEq)]
struct Calculator {
    /// Numbers, each with the sign behind it.
    done: Vec<(f64, Sign)>,
    /// The number that is being typed; empty before its first digit.
    entry: String,
    /// What came out, and the sum that it came out of, until the next key.
    result: Option<(String, f64)>,
}

impl Calculator {
    fn press(&mut self, key: Key) {
        let result = self.result.take();
        match key {
            Key::Digit(digit) => self.type_digit(digit),
            Key::Point => self.type_point(),
            Key::Sign(sign) => self.type_sign(sign, result),
            Key::Negate => self.negate(result),
            Key::Equals if self.done.is_empty() => self.result = result,
            Key::Equals => self.work_out(),
            Key::Back => {
                self.entry.pop();
                if self.entry == "-" {
                    self.entry.clear();
                }
            }
            Key::Clear => *self = Calculator::default(),
        }
    }

    fn type_digit(&mut self, digit: u8) {
        if self.entry == "0" {
            self.entry.clear();
        }
        if self.entry.chars().filter(char::is_ascii_digit).count() < MOST_DIGITS {
            self.entry.push(char::from(b'0' + digit));
        }
    }

    fn type_point(&mut self) {
        if self.entry.is_empty() || self.entry == "-" {
            self.entry.push('0');
        }
        if !self.entry.contains('.') {
            self.entry.push('.');
        }
    }

    /// A second sign takes the place of the first; one behind a result goes on from it.
    fn type_sign(&mut self, sign: Sign, result: Option<(String, f64)>) {
        match (self.number(), result, self.done.last_mut()) {
            (None, Some((_, number)), _) if number.is_finite() => self.done.push((number, sign)),
            (None, _, Some((_, last))) => *last = sign,
            (number, _, _) => {
                self.done.push((number.unwrap_or(0.0), sign));
                self.entry.clear();
            }
        }
    }

    fn negate(&mut self, result: Option<(String, f64)>) {
        if let Some((_, number)) = result.filter(|(_, number)| number.is_finite()) {
            self.entry = plain(number);
        }
        self.entry = match self.entry.strip_prefix('-') {
            Some(positive) => positive.to_owned(),
            None if self.entry.is_empty() => String::new(),
            None => format!("-{}", self.entry),
        };
    }

    fn work_out(&mut self) {
        // A sign without a number behind it is left out.
        let last = self.number().or_else(|| self.done.pop().map(|(number, _)| number)).unwrap_or(0.0);
        let sum = format!("{} =", sum_of(&self.done, Some(last)));
        let value = evaluate(&self.done, last);
        *self = Calculator { result: Some((sum, value)), ..Calculator::default() };
    }

    fn number(&self) -> Option<f64> {
        self.entry.parse().ok()
    }

    /// The sum so far.
    fn sum(&self) -> String {
        match &self.result {
            Some((sum, _)) => sum.clone(),
            None => sum_of(&self.done, None),
        }
    }

    /// The number that is typed, or has come out.
    fn shown(&self) -> String {
        match &self.result {
            Some((_, value)) if value.is_finite() => shown(&plain(*value)),
            Some(_) => "Not a number".to_owned(),
            None if self.entry.is_empty() => "0".to_owned(),
            None => shown(&self.entry),
        }
    }
}

/// Works out × and ÷ as they come, and + and − over what they have come to.
fn evaluate(done: &[(f64, Sign)], last: f64) -> f64 {
    let mut sum = 0.0;
    let mut outer = Sign::Plus;
    let mut product: Option<(f64, Sign)> = None;
    for &(number, sign) in done {
        let value = product.map_or(number, |(left, inner)| inner.of(left, number));
        product = sign.binds().then_some((value, sign));
        if !sign.binds() {
            sum = outer.of(sum, value);
            outer = sign;
        }
    }
    outer.of(sum, product.map_or(last, |(left, inner)| inner.of(left, last)))
}

fn sum_of(done: &[(f64, Sign)], last: Option<f64>) -> String {
    let mut words: Vec<String> =
        done.iter().map(|(number, sign)| format!("{} {sign}", shown(&plain(*number)))).collect();
    words.extend(last.map(|number| shown(&plain(number))));
    words.join(" ")
}

/// A number as it can be typed: without the noise of binary fractions, so that 0.1 + 0.2 is 0.3.
fn plain(number: f64) -> String {
    let rounded: f64 = format!("{number:.*e}", MOST_DIGITS - 1).parse().unwrap_or(number);
    if rounded != 0.0 && !(1e-9..1e15).contains(&rounded.abs()) {
        format!("{rounded:e}")
    } else {
        // Not "-0".
        (rounded + 0.0).to_string()
    }
}

/// With the sign that people write.
fn shown(number: &str) -> String {
    number.replace('-', "−")
}

pub(crate) fn app(ui: &Ui) -> Result {
    let calculator = ui.state(Calculator::default);
    ui.vbox()
        .padding(1.5)
        .gap(1.0)
        .max_width(24.0)
        .width(Length::Percent(100.0))
        .margin((0.0, Offset::Auto))
        .with(|| {
            ui.h1("Calculator").font_size(FontSize::Large);
            display(ui, calculator);
            keys(ui, calculator);
        });
    Ok(())
}

fn display(ui: &Ui, calculator: State<'_, Calculator>) {
    ui.vbox()
        .padding(1.0)
        .gap(0.25)
        .align(Align::End)
        .background_color(Color::SURFACE_LOWERED)
        .border_radius(0.5)
        .font_family(FontFamily::Mono)
        .with(|| {
            let (sum, number) = calculator.with(|calculator| (calculator.sum(), calculator.shown()));
            ui.text(sum).font_color(Color::TEXT_QUIET).min_height(1.5);
            ui.text(number).font_size(FontSize::XxLarge);
        });
}

/// What a button says, what types it, and what it does.
type Button = (&'static str, &'static str, Key);

const ROWS: [&[Button]; 5] = [
    &[
        ("Clear", "Escape", Key::Clear),
        ("Back", "Backspace", Key::Back),
        ("±", "F9", Key::Negate),
        ("÷", "/", Key::Sign(Sign::Divided)),
    ],
    &[
        ("7", "7", Key::Digit(7)),
        ("8", "8", Key::Digit(8)),
        ("9", "9", Key::Digit(9)),
        ("×", "*", Key::Sign(Sign::Times)),
    ],
    &[
        ("4", "4", Key::Digit(4)),
        ("5", "5", Key::Digit(5)),
        ("6", "6", Key::Digit(6)),
        ("−", "-", Key::Sign(Sign::Minus)),
    ],
    &[
        ("1", "1", Key::Digit(1)),
        ("2", "2", Key::Digit(2)),
        ("3", "3", Key::Digit(3)),
        ("+", "Plus", Key::Sign(Sign::Plus)),
    ],
    &[("0", "0", Key::Digit(0)), (".", ".", Key::Point), ("=", "=", Key::Equals)],
];

fn keys(ui: &Ui, calculator: State<'_, Calculator>) {
    let mut pressed = ui.shortcut("Enter").then_some(Key::Equals);
    ui.each(
        ROWS,
        |row| row[0].0,
        |row| {
            ui.hbox().gap(0.5).wrap(Wrap::NoWrap).with(|| {
                ui.each(
                    row,
                    |(label, ..)| *label,
                    |&(label, keys, key)| {
                        let share = if label == "0" { 2 } else { 1 };
                        let button = ui.button(label).shortcut(keys).grow(share).basis(0.0).min_width(0.0);
                        if button.maybe(is_sign(key), |sign| sign.variant(Variant::Primary)).clicked() {
                            pressed = Some(key);
                        }
                    },
                );
            });
        },
    );
    if let Some(key) = pressed {
        calculator.update(|calculator| calculator.press(key));
    }
}

fn is_sign(key: Key) -> bool {
    matches!(key, Key::Sign(_) | Key::Equals)
}

fn main() -> std::process::ExitCode {
    hyperdiv::App::new("io.hyperdiv.calculator").title("Calculator").window_size(420.0, 560.0).run(app)
}
