//! `#[derive(Form)]`: what is said of a struct's fields, checked and written down for `hyperdiv::elements::form`.
//!
//! What the macro cannot know is the compiler's to tell, whose words differ from version to version. A type that is no field:
//!
//! ```compile_fail
//! # use hyperdiv::prelude::*;
//! struct Date;
//!
//! #[derive(Form)]
//! struct Task {
//!     due: Date,
//! }
//! ```
//!
//! A limit that is no such number, and two that leave nothing between them:
//!
//! ```compile_fail
//! # use hyperdiv::prelude::*;
//! #[derive(Form)]
//! struct Task {
//!     #[field(max = 300)]
//!     hours: u8,
//! }
//! ```
//!
//! ```compile_fail
//! # use hyperdiv::prelude::*;
//! #[derive(Form)]
//! struct Task {
//!     #[field(min = 9, max = 1)]
//!     hours: u8,
//! }
//! ```
//!
//! A layout that names a field which is not there any more, or is another form's:
//!
//! ```compile_fail
//! # use hyperdiv::prelude::*;
//! #[derive(Form)]
//! struct Task {
//!     title: String,
//! }
//!
//! fn app(ui: &Ui) {
//!     let _ = ui.form::<Task>().layout(|form| form.field(Task::NAME));
//! }
//! ```
//!
//! ```compile_fail
//! # use hyperdiv::prelude::*;
//! #[derive(Form)]
//! struct Task {
//!     title: String,
//! }
//!
//! #[derive(Form)]
//! struct Person {
//!     name: String,
//! }
//!
//! fn app(ui: &Ui) {
//!     let _ = ui.form::<Task>().layout(|form| form.field(Person::NAME));
//! }
//! ```

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::meta::ParseNestedMeta;
use syn::spanned::Spanned as _;
use syn::{Data, DeriveInput, Error, Expr, Field, Ident, LitInt, LitStr, Result, Type};

use crate::parse::{in_option, last_name, named, words};

/// What may be said of a field.
const NAMES: [&str; 12] = [
    "label",
    "required",
    "min",
    "max",
    "min_len",
    "max_len",
    "pattern",
    "hint",
    "placeholder",
    "password",
    "multiline",
    "radio",
];

const NUMBERS: [&str; 14] =
    ["i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128", "usize", "f32", "f64"];

/// What people try; of their own types the compiler tells that they are no `Choice`.
const NOT_YET: [&str; 20] = [
    "Arc",
    "BTreeMap",
    "BTreeSet",
    "Box",
    "Cow",
    "Duration",
    "HashMap",
    "HashSet",
    "Instant",
    "IpAddr",
    "Mutex",
    "OsString",
    "Path",
    "PathBuf",
    "Rc",
    "RefCell",
    "SystemTime",
    "Vec",
    "VecDeque",
    "char",
];

/// What a field is, as far as its type's name tells.
#[derive(Clone, Copy, PartialEq)]
enum Sort {
    Text,
    Flag,
    Number,
    /// Any other name: an enum that derives `Choice`, or a type of which the compiler says that it is no field.
    Choice,
}

/// What is said of a field.
#[derive(Default)]
struct Said {
    label: Option<LitStr>,
    hint: Option<LitStr>,
    placeholder: Option<LitStr>,
    pattern: Option<LitStr>,
    min: Option<Expr>,
    max: Option<Expr>,
    min_len: Option<LitInt>,
    max_len: Option<LitInt>,
    required: bool,
    password: bool,
    multiline: bool,
    radio: bool,
}

pub(crate) fn expand(item: TokenStream) -> Result<TokenStream> {
    let DeriveInput { ident, generics, data, .. } = syn::parse2(item)?;
    let Data::Struct(data) = data else {
        return Err(Error::new_spanned(ident, "a form is a struct: each field is something to fill in"));
    };
    if !generics.params.is_empty() {
        return Err(Error::new_spanned(generics, "a form has no parameters"));
    }
    let fields = named(&data.fields, "name the fields: their names are their labels")?;
    if fields.is_empty() {
        return Err(Error::new_spanned(ident, "there is nothing to fill in: add a field"));
    }
    let described = fields.iter().map(|(_, field)| describe(field)).collect::<Result<Vec<_>>>()?;
    let names: Vec<_> = fields.iter().map(|(name, _)| *name).collect();
    let consts: Vec<_> = (0..fields.len()).map(|index| format_ident!("FIELD_{index}")).collect();
    let types: Vec<_> = fields.iter().map(|(_, field)| &field.ty).collect();
    // At the place of the type, so that one that is no field is told once, and there.
    let written = fields.iter().map(
        |(name, field)| quote_spanned!(field.ty.span()=> ::hyperdiv::elements::form::write(&self.#name)),
    );
    let read = consts.iter().zip(&types).enumerate().map(|(index, (name, ty))| {
        quote_spanned!(ty.span()=> ::hyperdiv::elements::form::read(&#name, values, #index))
    });
    let any = consts.iter().zip(&types).map(|(name, ty)| quote_spanned!(ty.span()=> &#name));
    let public = fields.iter().enumerate().map(|(index, (name, Field { vis, ty, .. }))| {
        let constant = Ident::new(&name.unraw().to_string().to_uppercase(), name.span());
        let doc = format!("The form's field `{name}`.");
        quote! {
            #[doc = #doc]
            #[allow(dead_code, reason = "a form need not have a layout or rules of the app's own")]
            #vis const #constant: ::hyperdiv::elements::form::Field<Self, #ty> =
                ::hyperdiv::elements::form::Field::new(#index);
        }
    });
    let constants = consts.iter().zip(&types).zip(&described).map(|((name, ty), described)| {
        quote_spanned! {ty.span()=>
            const #name: ::hyperdiv::elements::form::Described<#ty> = #described;
        }
    });
    Ok(quote! {
        #[automatically_derived]
        impl #ident {
            #(#public)*
        }

        const _: () = {
            #(#constants)*

            #[automatically_derived]
            impl ::hyperdiv::elements::form::Form for #ident {
                const FIELDS: &'static [&'static dyn ::hyperdiv::elements::form::AnyField] = &[#(#any),*];

                fn write(&self) -> ::std::vec::Vec<::hyperdiv::core::InputValue> {
                    ::std::vec![#(#written),*]
                }

                fn read(
                    values: &[::hyperdiv::core::InputValue],
                ) -> ::core::result::Result<Self, ::std::vec::Vec<::core::option::Option<::std::string::String>>> {
                    match (#(#read,)*) {
                        (#(::core::result::Result::Ok(#names),)*) => ::core::result::Result::Ok(Self { #(#names),* }),
                        (#(#names,)*) => ::core::result::Result::Err(::std::vec![#(#names.err()),*]),
                    }
                }

                fn check(&self, errors: &mut ::hyperdiv::elements::form::Errors<Self>) {
                    #[allow(unused_imports, reason = "the one or the other, by whether there is an `impl Validate`")]
                    use ::hyperdiv::elements::form::{WithRules as _, WithoutRules as _};
                    (&&::hyperdiv::elements::form::Checked(self)).run(errors);
                }
            }
        };
    })
}

/// The description of a field, as the form is given it.
fn describe(field: &Field) -> Result<TokenStream> {
    let name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
    let optional = in_option(&field.ty);
    let sort = sort(optional.unwrap_or(&field.ty))?;
    if optional.is_some() && sort == Sort::Flag {
        return Err(Error::new_spanned(&field.ty, "a box is ticked or it is not: write `bool`"));
    }
    let said = said(field, sort, optional.is_some())?;
    let label = said.label.map_or_else(|| words(&name), |label| label.value());
    let mut edits = Vec::new();
    for (name, text) in [("hint", &said.hint), ("placeholder", &said.placeholder)] {
        let name = Ident::new(name, field.span());
        edits.extend(
            text.as_ref().map(|text| quote!(described.rules.#name = ::core::option::Option::Some(#text);)),
        );
    }
    for (name, length) in [("min_len", &said.min_len), ("max_len", &said.max_len)] {
        let name = Ident::new(name, field.span());
        edits.extend(
            length
                .as_ref()
                .map(|length| quote!(described.rules.#name = ::core::option::Option::Some(#length);)),
        );
    }
    for (name, bound) in [("min", &said.min), ("max", &said.max)] {
        let name = Ident::new(name, field.span());
        edits.extend(
            bound.as_ref().map(|bound| quote!(described.#name = ::core::option::Option::Some(#bound);)),
        );
    }
    if let (Some(min), Some(max)) = (&said.min, &said.max) {
        let number = optional.unwrap_or(&field.ty);
        edits.push(quote_spanned! {min.span()=>
            #[allow(clippy::absurd_extreme_comparisons, reason = "the least of a type is a good limit")]
            {
                const MIN: #number = #min;
                const MAX: #number = #max;
                ::core::assert!(MIN <= MAX, "`min` is greater than `max`");
            }
        });
    }
    if let Some(pattern) = &said.pattern {
        edits.push(quote! {
            static PATTERN: ::hyperdiv::elements::form::Pattern = ::hyperdiv::elements::form::Pattern::new(#pattern);
            described.rules.pattern = ::core::option::Option::Some(&PATTERN);
        });
    }
    for (name, there) in [
        ("required", said.required),
        ("password", said.password),
        ("multiline", said.multiline),
        ("radio", said.radio),
    ] {
        let name = Ident::new(name, field.span());
        edits.extend(there.then(|| quote!(described.rules.#name = true;)));
    }
    let mutable = (!edits.is_empty()).then(|| quote!(mut));
    Ok(quote! {{
        let #mutable described = ::hyperdiv::elements::form::Described::new(#label);
        #(#edits)*
        described
    }})
}

fn sort(of: &Type) -> Result<Sort> {
    let Type::Path(_) = of else {
        return Err(Error::new_spanned(
            of,
            "this cannot be filled in: a field is a `String`, a `bool`, a number, an `Option`, or an enum that derives `Choice`",
        ));
    };
    let name = last_name(of);
    if NOT_YET.contains(&name.as_str()) {
        return Err(Error::new_spanned(
            of,
            format!(
                "there is no control for a `{name}`: a field is a `String`, a `bool`, a number, an `Option`, or an enum that derives \
                 `Choice`, and what it stands for is made of that once it is submitted"
            ),
        ));
    }
    Ok(match name.as_str() {
        "String" => Sort::Text,
        "bool" => Sort::Flag,
        name if NUMBERS.contains(&name) => Sort::Number,
        _ => Sort::Choice,
    })
}

fn said(field: &Field, sort: Sort, optional: bool) -> Result<Said> {
    let mut said = Said::default();
    let mut before: Vec<String> = Vec::new();
    for attribute in field.attrs.iter().filter(|attribute| attribute.path().is_ident("field")) {
        attribute.parse_nested_meta(|meta| {
            let name = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
            if before.contains(&name) {
                return Err(meta.error(format!("`{name}` is said twice")));
            }
            say(&mut said, &name, &meta)?;
            fits(&name, sort, optional).map_err(|why| meta.error(why))?;
            before.push(name);
            Ok(())
        })?;
    }
    Ok(said)
}

fn say(said: &mut Said, name: &str, meta: &ParseNestedMeta<'_>) -> Result<()> {
    match name {
        "label" => said.label = Some(meta.value()?.parse()?),
        "hint" => said.hint = Some(meta.value()?.parse()?),
        "placeholder" => said.placeholder = Some(meta.value()?.parse()?),
        "pattern" => said.pattern = Some(pattern(meta.value()?.parse()?)?),
        "min" => said.min = Some(meta.value()?.parse()?),
        "max" => said.max = Some(meta.value()?.parse()?),
        "min_len" => said.min_len = Some(meta.value()?.parse()?),
        "max_len" => said.max_len = Some(meta.value()?.parse()?),
        "required" => said.required = true,
        "password" => said.password = true,
        "multiline" => said.multiline = true,
        "radio" => said.radio = true,
        _ => return Err(meta.error(unknown(name))),
    }
    Ok(())
}

/// Whether `name` can be said of such a field.
fn fits(name: &str, sort: Sort, optional: bool) -> std::result::Result<(), String> {
    let (good, of) = match name {
        "min" | "max" => (sort == Sort::Number, "numbers; the length of a text is `min_len` and `max_len`"),
        "min_len" | "max_len" | "pattern" | "password" | "multiline" => {
            (sort == Sort::Text, "texts: `String`")
        }
        "placeholder" => (sort != Sort::Flag, "what one types or chooses"),
        "radio" if optional => (false, "choices that have to be made: a radio button cannot be taken back"),
        "radio" => (sort == Sort::Choice, "choices"),
        "required" if optional => return Err("an `Option` may be left out: it is not `required`".into()),
        "required" if matches!(sort, Sort::Number | Sort::Choice) => {
            return Err("it is required already: write `Option<..>` for what may be left out".into());
        }
        _ => (true, ""),
    };
    if good { Ok(()) } else { Err(format!("`{name}` is for {of}")) }
}

fn unknown(name: &str) -> String {
    let near = NAMES.iter().min_by_key(|known| distance(known, name));
    match near.filter(|near| distance(near, name) <= 2) {
        Some(near) => format!("a field has no `{name}`: did you mean `{near}`?"),
        None => format!("a field has no `{name}`, but {}", NAMES.map(|name| format!("`{name}`")).join(", ")),
    }
}

/// How many letters are to be changed, put in or taken out.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.iter().enumerate() {
            let changed = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row.last().copied().unwrap_or_default()
}

/// A pattern that is none is told now, and not to the person who fills the form in.
fn pattern(text: LitStr) -> Result<LitStr> {
    match regex_syntax::parse(&text.value()) {
        Ok(_) => Ok(text),
        Err(regex_syntax::Error::Parse(error)) => {
            Err(Error::new(text.span(), format!("this is no regular expression: {}", error.kind())))
        }
        Err(regex_syntax::Error::Translate(error)) => {
            Err(Error::new(text.span(), format!("this is no regular expression: {}", error.kind())))
        }
        Err(_) => Err(Error::new(text.span(), "this is no regular expression")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_is_told_from_another_word() {
        assert_eq!(unknown("lable"), "a field has no `lable`: did you mean `label`?");
        assert_eq!(unknown("maxlen"), "a field has no `maxlen`: did you mean `max_len`?");
        assert!(unknown("colour").contains("`label`, `required`"));
    }

    #[test]
    fn what_is_said_has_to_fit_the_type() {
        let check = |field: &str| {
            let item = format!("struct F {{ {field} }}").parse().expect("tokens");
            expand(item).err().map(|error| error.to_string()).unwrap_or_default()
        };
        assert_eq!(check("#[field(min = 1, max = 3)] a: Option<u8>"), "");
        assert!(check("#[field(min = 1)] a: String").contains("for numbers"));
        assert!(check("#[field(max_len = 1)] a: u8").contains("for texts"));
        assert!(check("#[field(required)] a: u8").contains("required already"));
        assert!(check("#[field(required)] a: Option<String>").contains("may be left out"));
        assert!(check("a: Option<bool>").contains("write `bool`"));
        assert!(check("#[field(pattern = \"[\")] a: String").contains("no regular expression"));
        assert!(check("#[field(hint = \"a\", hint = \"b\")] a: String").contains("twice"));
        assert!(check("a: (u8, u8)").contains("cannot be filled in"));
        assert!(check("#[field(radio)] a: Option<Kind>").contains("taken back"));
    }
}
