//! Tasks as an app's author meets them: when they start and end, what they come to, and how they tell it.

#![expect(clippy::expect_used, reason = "a test that cannot go on says where")]

mod action;
mod outcome;
mod parts;
mod progress;
mod start;
mod time;
mod work;
