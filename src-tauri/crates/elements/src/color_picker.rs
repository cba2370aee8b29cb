//! What a field for a colour holds. What the page sends is text, which is a colour or not; upper case is as good as lower case.

use hyperdiv_core::InputValue;

use crate::control::text_of;
use crate::generated::ColorPicker;
use crate::style::Color;

impl ColorPicker<'_> {
    /// The colour, as it is written; empty where none is chosen.
    #[track_caller]
    #[must_use]
    pub fn value(self) -> String {
        text_of(self.0.input(0))
    }

    /// The colour, where one is chosen.
    #[track_caller]
    #[must_use]
    pub fn color(self) -> Option<Color> {
        color(&self.value())
    }

    /// What the person has just chosen: there in one run.
    #[must_use]
    pub fn changed(self) -> Option<String> {
        self.0.changed(0).map(text_of)
    }

    /// The colour that it holds until the person or the app changes it, and after a [`reset`](Self::reset). Where it is no
    /// colour, none is chosen, and the developer is told.
    pub fn default_value(self, text: &str) -> Self {
        self.0.default_input(0, self.checked(text));
        self
    }

    /// Chooses a colour, as the person would.
    #[track_caller]
    pub fn set(self, text: &str) -> Self {
        self.0.set_input(0, self.checked(text));
        self
    }

    /// Goes back to the default.
    #[track_caller]
    pub fn reset(self) -> Self {
        self.0.reset_input(0);
        self
    }

    fn checked(self, text: &str) -> InputValue {
        if text.is_empty() || color(text).is_some() {
            return InputValue::Text(text.to_owned());
        }
        self.0.warn("color", |site| format!("the colour at {site} is none: {text:?}"));
        InputValue::Text(String::new())
    }
}

/// A colour as the page writes it: `#ff8000`, `rgb(255, 128, 0)`, `hsl(30, 100%, 50%)` or `hsv(30, 100%, 100%)`, the last three
/// with a fourth part for how opaque it is.
fn color(text: &str) -> Option<Color> {
    let text = text.trim().to_ascii_lowercase();
    if text.starts_with('#') {
        return text.parse().ok();
    }
    let (kind, rest) = text.split_once('(')?;
    let parts: Vec<f64> = rest
        .strip_suffix(')')?
        .split([',', ' ', '/'])
        .filter(|part| !part.is_empty())
        .map(|part| part.trim_end_matches("deg"))
        .map(|part| match part.strip_suffix('%') {
            Some(share) => share.parse().map(|share: f64| share / 100.0),
            None => part.parse(),
        })
        .collect::<Result<_, _>>()
        .ok()?;
    let (&[first, second, third], rest) = parts.split_first_chunk::<3>()?;
    let alpha = match rest {
        [] => 1.0,
        [alpha] => *alpha,
        _ => return None,
    };
    let [red, green, blue] = match kind.trim_end_matches('a') {
        "rgb" => [first, second, third].map(|part| part / 255.0),
        "hsl" => {
            let value = third + second * third.min(1.0 - third);
            hsv(first, if value == 0.0 { 0.0 } else { 2.0 * (1.0 - third / value) }, value)
        }
        "hsv" => hsv(first, second, third),
        _ => return None,
    };
    let byte = |share: f64| {
        let good = (0.0..=1.0).contains(&share);
        good.then(|| (share * 255.0).round() as u8)
    };
    let [red, green, blue, alpha] = [byte(red)?, byte(green)?, byte(blue)?, byte(alpha)?];
    format!("#{red:02x}{green:02x}{blue:02x}{alpha:02x}").parse().ok()
}

fn hsv(hue: f64, saturation: f64, value: f64) -> [f64; 3] {
    [5.0, 3.0, 1.0].map(|n: f64| {
        let k = (n + hue / 60.0).rem_euclid(6.0);
        value - value * saturation * k.min(4.0 - k).clamp(0.0, 1.0)
    })
}

#[cfg(test)]
mod tests {
    use super::color;

    #[test]
    fn colours_are_read_however_they_are_written() {
        let orange = color("#ff8000");
        assert!(orange.is_some());
        for same in
            ["#FF8000", "#Ff8000ff", " rgb(255, 128, 0) ", "RGB(255 128 0 / 1)", "rgba(255,128,0,100%)"]
        {
            assert_eq!(color(same), orange, "{same}");
        }
        assert_eq!(color("hsl(0, 100%, 50%)"), color("#ff0000"));
        assert_eq!(color("hsl(120, 100%, 25.1%)"), color("#008000"));
        assert_eq!(color("hsv(240deg, 100%, 100%)"), color("#0000ff"));
        assert_eq!(color("hsl(0, 0%, 0%)"), color("#000"));
    }

    #[test]
    fn and_what_is_none_is_none() {
        for bad in [
            "",
            "red;",
            "#12",
            "rgb(1,2)",
            "rgb(1,2,3,4,5)",
            "rgb(256,0,0)",
            "rgb(NaN,0,0)",
            "hsl(0, 200%, 50%)",
            "url(x)",
            "rgb(1,2,3",
        ] {
            assert_eq!(color(bad), None, "{bad}");
        }
    }
}
