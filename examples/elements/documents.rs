//! Documents and code.

use hyperdiv::prelude::*;

use super::{Entry, reports};

pub(crate) const ENTRIES: &[Entry] = &[
    Entry {
        name: "markdown",
        about: "A document in Markdown, sanitised before the page sees it.",
        show: markdown,
    },
    Entry {
        name: "code",
        about: "A piece of a program in the colours of its language, with a button to copy it.",
        show: code,
    },
];

/// Of everything that a document may have, one.
const DOCUMENT: &str = r#"
    #### White bread

    Mix *all* of it, let it **rest** for a day and bake it, as [the section on lists](/lists) has it.[^salt]

    - [x] flour
    - [ ] salt
      1. from the sea
      2. from a mine

    | Thing | Grams |
    |:------|------:|
    | flour | ~~450~~ 500 |
    | water | 350 |

    > Bread that this book was written for has no sugar in it.

    ```python
    def bake(dough, minutes=45):
        return oven.heat(dough, celsius=230, minutes=minutes)
    ```

    Press <kbd>Ctrl</kbd> + <kbd>B</kbd>. Of scripts nothing is left.<script>alert(1)</script>

    [^salt]: Without salt it is another bread.
"#;

const PROGRAM: &str = r#"fn main() -> std::process::ExitCode {
    hyperdiv::App::new("org.example.bread").title("Bread").run(app) // A long line scrolls.
}"#;

fn markdown(ui: &Ui) -> Result {
    ui.markdown(DOCUMENT);
    let own = ui.textarea("Markdown of yours").rows(2).default_value("*Write* `here`.");
    ui.markdown(own.value());
    Ok(())
}

fn code(ui: &Ui) -> Result {
    ui.code(PROGRAM, "rust");
    ui.code("SELECT name, price FROM bread WHERE price < 4;", "sql");
    ui.code("Without a language it is plain.", "");
    reports(ui, format_args!("{} languages", hyperdiv::elements::languages().len()));
    Ok(())
}
