//! What several macros read: attributes, and names that people see.

use syn::{Error, Fields, GenericArgument, PathArguments, Result, Type};

/// The fields of a struct-like variant or type, or an error that says what they have to be.
pub(crate) fn named<'a>(fields: &'a Fields, what: &str) -> Result<Vec<(&'a syn::Ident, &'a syn::Field)>> {
    match fields {
        Fields::Named(named) => {
            Ok(named.named.iter().filter_map(|field| Some((field.ident.as_ref()?, field))).collect())
        }
        Fields::Unit => Ok(Vec::new()),
        Fields::Unnamed(_) => Err(Error::new_spanned(fields, what)),
    }
}

/// A name of the code as people read it: `due_date` and `DueDate` are "Due date".
pub(crate) fn words(name: &str) -> String {
    let name = name.strip_prefix("r#").unwrap_or(name);
    let mut text = String::new();
    let mut after_small = false;
    for letter in name.chars() {
        if letter == '_' {
            after_small = false;
            if !text.is_empty() && !text.ends_with(' ') {
                text.push(' ');
            }
            continue;
        }
        if letter.is_uppercase() && after_small {
            text.push(' ');
        }
        after_small = letter.is_lowercase() || letter.is_ascii_digit();
        if text.is_empty() {
            text.extend(letter.to_uppercase());
        } else {
            text.extend(letter.to_lowercase());
        }
    }
    text.trim_end().to_owned()
}

/// What is in an `Option`, as it is written.
pub(crate) fn in_option(of: &Type) -> Option<&Type> {
    let Type::Path(path) = of else { return None };
    let last = path.path.segments.last().filter(|last| last.ident == "Option")?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first() {
        Some(GenericArgument::Type(inner)) if arguments.args.len() == 1 => Some(inner),
        _ => None,
    }
}

/// The last name of a type, as it is written: `String` of `std::string::String`.
pub(crate) fn last_name(of: &Type) -> String {
    match of {
        Type::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_words() {
        for (name, text) in [
            ("title", "Title"),
            ("due_date", "Due date"),
            ("DueDate", "Due date"),
            ("r#type", "Type"),
            ("_x", "X"),
            ("line2", "Line2"),
            ("HTMLPage", "Htmlpage"),
        ] {
            assert_eq!(words(name), text, "{name}");
        }
    }

    #[test]
    fn options_are_known_by_name() {
        let inner = |of: &str| {
            let of: Type = syn::parse_str(of).expect("a type");
            in_option(&of).map(last_name)
        };
        assert_eq!(inner("Option<u8>").as_deref(), Some("u8"));
        assert_eq!(inner("std::option::Option<std::string::String>").as_deref(), Some("String"));
        assert_eq!(inner("Vec<u8>"), None);
        assert_eq!(inner("Option"), None);
    }
}
