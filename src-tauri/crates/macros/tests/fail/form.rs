//! Structs that are no forms, and things that cannot be said of a field.

use hyperdiv::prelude::*;

#[derive(Form)]
struct Typo {
    #[field(lable = "Title")]
    title: String,
}

#[derive(Form)]
struct Unknown {
    #[field(colour = "red")]
    title: String,
}

#[derive(Form)]
struct OfAnotherType {
    #[field(max = 80)]
    title: String,
}

#[derive(Form)]
struct RequiredOption {
    #[field(required)]
    title: Option<String>,
}

#[derive(Form)]
struct NoPattern {
    #[field(pattern = "[a-z")]
    tag: String,
}

#[derive(Form)]
struct Tuple(String);

#[derive(Form)]
struct Reference {
    title: &'static str,
}

#[derive(Form)]
struct Several {
    tags: Vec<String>,
}

#[derive(Form)]
enum NoStruct {
    A,
}

#[derive(Choice)]
enum WithData {
    A(u8),
}

#[derive(Choice)]
struct NoEnum;

fn main() {}
