//! The example `calculator`, by its buttons and by the keyboard.

use hyperdiv::testing::{Harness, Role};

#[path = "../examples/calculator.rs"]
#[expect(dead_code, reason = "`main` opens the window")]
mod calculator;

/// What is shown: the sum so far, and the number.
fn display(app: &Harness) -> (String, String) {
    let texts = app.names(Role::Text);
    match texts.as_slice() {
        [sum, number] => (sum.clone(), number.clone()),
        [number] => (String::new(), number.clone()),
        other => panic!("a display of {other:?}\n{}", app.tree()),
    }
}

/// Presses buttons, one after the other, and answers what is then shown.
#[track_caller]
fn pressed(buttons: &str) -> (String, String) {
    let mut app = Harness::new(calculator::app);
    for button in buttons.split(' ') {
        app.click(Role::Button, button);
    }
    assert_eq!(app.warnings(), [""; 0]);
    display(&app)
}

#[track_caller]
fn comes_to(buttons: &str, sum: &str, number: &str) {
    assert_eq!(pressed(buttons), (sum.to_owned(), number.to_owned()), "{buttons}");
}

#[test]
fn times_and_divided_go_before_plus_and_minus() {
    comes_to("1 2 + 3 × 4 =", "12 + 3 × 4 =", "24");
    comes_to("2 × 3 + 4 × 5 =", "2 × 3 + 4 × 5 =", "26");
    comes_to("9 − 6 ÷ 3 − 1 =", "9 − 6 ÷ 3 − 1 =", "6");
    comes_to("8 ÷ 2 ÷ 4 =", "8 ÷ 2 ÷ 4 =", "1");
}

#[test]
fn the_sum_so_far_is_above_the_number() {
    comes_to("7 × 1 2", "7 ×", "12");
    comes_to("7", "", "7");
}

#[test]
fn a_result_is_gone_on_from_or_begun_anew() {
    comes_to("2 + 3 = × 4 =", "5 × 4 =", "20");
    comes_to("2 + 3 = 7", "", "7");
    comes_to("2 + 3 = =", "2 + 3 =", "5");
    comes_to("2 + 3 = ± + 1 =", "−5 + 1 =", "−4");
}

#[test]
fn decimal_fractions_are_as_people_write_them() {
    comes_to("0 . 1 + 0 . 2 =", "0.1 + 0.2 =", "0.3");
    comes_to("1 . 1 × 1 . 1 =", "1.1 × 1.1 =", "1.21");
    comes_to("1 ÷ 3 =", "1 ÷ 3 =", "0.333333333333");
    comes_to(". 5 . 2", "", "0.52");
}

#[test]
fn what_makes_no_sense_is_told_and_left_behind() {
    comes_to("1 ÷ 0 =", "1 ÷ 0 =", "Not a number");
    comes_to("1 ÷ 0 = + 2 =", "0 + 2 =", "2");
    comes_to("5 + × 3 =", "5 × 3 =", "15");
    comes_to("5 + =", "5 =", "5");
    comes_to("=", "", "0");
    comes_to("± + 2 =", "0 + 2 =", "2");
}

#[test]
fn what_was_typed_can_be_taken_back() {
    comes_to("1 2 3 Back", "", "12");
    comes_to("4 ± Back 5", "", "5");
    comes_to("1 + 2 Clear", "", "0");
    comes_to("1 2 3 4 5 6 7 8 9 0 1 2 3 4", "", "123456789012");
}

#[test]
fn it_is_typed_into() {
    let mut app = Harness::new(calculator::app);
    for key in ["1", "2", "/", "4", "Plus", "1", ".", "5", "Enter"] {
        app.press(key);
    }
    assert_eq!(display(&app), ("12 ÷ 4 + 1.5 =".to_owned(), "4.5".to_owned()));
    app.press("Escape");
    assert_eq!(display(&app).1, "0");
}
