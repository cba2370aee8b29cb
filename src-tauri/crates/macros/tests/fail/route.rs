//! Enums that are no routes.

use hyperdiv::prelude::*;

#[derive(Route)]
enum OnePath {
    #[route("/todo/{id}")]
    Todo { id: u32 },
    #[route("/todo/{name}?{tab}")]
    Named { name: String, tab: Option<u8> },
}

#[derive(Route)]
enum MissingParameter {
    #[route("/todo/{id}")]
    Todo { number: u32 },
}

#[derive(Route)]
enum MissingInAddress {
    #[route("/todo")]
    Todo { id: u32 },
}

#[derive(Route)]
enum NoAddress {
    #[route("/")]
    Home,
    About,
}

#[derive(Route)]
enum Relative {
    #[route("todo")]
    Todo,
}

#[derive(Route)]
enum PartOfASegment {
    #[route("/todo-{id}")]
    Todo { id: u32 },
}

#[derive(Route)]
enum NoNames {
    #[route("/todo/{id}")]
    Todo(u32),
}

#[derive(Route)]
enum OptionInPath {
    #[route("/todo/{id}")]
    Todo { id: Option<u32> },
}

#[derive(Route)]
struct NoEnum;

fn main() {}
