//! `#[derive(Route)]`: an enum of pages, read from addresses and written as addresses.
//!
//! What is in an address can be read from a text and written as one:
//!
//! ```compile_fail
//! # use hyperdiv::prelude::*;
//! struct Id;
//!
//! #[derive(Route)]
//! enum Page {
//!     #[route("/todo/{id}")]
//!     Todo { id: Id },
//! }
//! ```
//!
//! A text is an address, and no route:
//!
//! ```compile_fail
//! # use hyperdiv::prelude::*;
//! fn app(ui: &Ui) {
//!     ui.navigate("/todo/3");
//! }
//! ```

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{Data, DeriveInput, Error, Field, Fields, Ident, LitStr, Result, Variant};

use crate::parse::{in_option, last_name, named};

/// A piece of a path.
#[derive(PartialEq, Clone, Debug)]
enum Segment {
    Text(String),
    Param(String),
}

/// A parameter of the query: its name there, and the field it is.
#[derive(Debug)]
struct Parameter {
    name: String,
    field: String,
}

/// An address with gaps.
#[derive(Debug)]
struct Pattern {
    segments: Vec<Segment>,
    query: Vec<Parameter>,
}

/// A variant with its address.
struct Page<'a> {
    variant: &'a Variant,
    fields: Vec<(&'a Ident, &'a Field)>,
    pattern: Pattern,
}

pub(crate) fn expand(item: TokenStream) -> Result<TokenStream> {
    let DeriveInput { ident, generics, data, .. } = syn::parse2(item)?;
    let Data::Enum(data) = data else {
        return Err(Error::new_spanned(ident, "routes are an enum: each variant is a page of the app"));
    };
    if !generics.params.is_empty() {
        return Err(Error::new_spanned(generics, "an enum of routes has no parameters"));
    }
    let mut pages = Vec::new();
    let mut not_found: Option<&Variant> = None;
    for variant in &data.variants {
        let marked = variant.attrs.iter().find(|attribute| attribute.path().is_ident("not_found"));
        match (marked, page(variant)?) {
            (Some(marked), Some(_)) => {
                return Err(Error::new_spanned(marked, "what takes all other addresses has none of its own"));
            }
            (Some(marked), None) if not_found.is_some() => {
                return Err(Error::new_spanned(
                    marked,
                    "one variant takes all other addresses, and there is one",
                ));
            }
            (Some(_), None) => not_found = Some(variant),
            (None, Some(page)) => pages.push(page),
            (None, None) => {
                return Err(Error::new_spanned(
                    variant,
                    format!("where is this page? Write `#[route(\"/...\")]` above `{}`", variant.ident),
                ));
            }
        }
    }
    if pages.is_empty() {
        return Err(Error::new_spanned(ident, "there is no page: add a variant with `#[route(\"/\")]`"));
    }
    apart(&pages)?;
    // What has more fixed text in front is tried first.
    pages.sort_by_key(|page| -> Vec<bool> {
        page.pattern.segments.iter().map(|segment| matches!(segment, Segment::Param(_))).collect()
    });

    let ways = pages.iter().map(|page| read(&ident, page));
    let written = pages.iter().map(write);
    let (otherwise, written_otherwise) = match not_found {
        None => (quote!(::core::option::Option::None), None),
        Some(variant) => {
            let (otherwise, written) = rest(variant)?;
            (otherwise, Some(written))
        }
    };
    Ok(quote! {
        #[automatically_derived]
        impl ::hyperdiv::core::Route for #ident {
            fn from_parts(parts: &::hyperdiv::core::route::Parts<'_>) -> ::core::option::Option<Self> {
                type Way = fn(&::hyperdiv::core::route::Parts<'_>) -> ::core::option::Option<#ident>;
                const WAYS: &[Way] = &[#(#ways),*];
                WAYS.iter().find_map(|way| way(parts)).or_else(|| #otherwise)
            }
        }

        #[automatically_derived]
        impl ::core::fmt::Display for #ident {
            fn fmt(&self, __out: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self {
                    #(#written,)*
                    #written_otherwise
                }
            }
        }

        #[automatically_derived]
        impl ::hyperdiv::core::Content for #ident {
            fn write_text(&self, out: &mut ::std::string::String) {
                use ::core::fmt::Write as _;
                let _ = ::core::write!(out, "{self}");
            }
        }
    })
}

/// The page that a variant is, if it says where.
fn page(variant: &Variant) -> Result<Option<Page<'_>>> {
    let mut routes = variant.attrs.iter().filter(|attribute| attribute.path().is_ident("route"));
    let Some(attribute) = routes.next() else { return Ok(None) };
    if let Some(second) = routes.next() {
        return Err(Error::new_spanned(
            second,
            "a page has one address; the old one of a page is a `ui.redirect`",
        ));
    }
    let text: LitStr = attribute
        .parse_args()
        .map_err(|error| Error::new(error.span(), "the address is a text: `#[route(\"/todo/{id}\")]`"))?;
    let pattern = parse(&text.value()).map_err(|why| Error::new(text.span(), why))?;
    let fields =
        named(&variant.fields, "name the fields, by which the address refers to them: `{ id: u32 }`")?;

    let params = pattern.segments.iter().filter_map(|segment| match segment {
        Segment::Param(name) => Some(name),
        Segment::Text(_) => None,
    });
    let in_path: Vec<&String> = params.collect();
    let all: Vec<&String> =
        in_path.iter().copied().chain(pattern.query.iter().map(|parameter| &parameter.field)).collect();
    for (index, name) in all.iter().enumerate() {
        if all[..index].contains(name) {
            return Err(Error::new(text.span(), format!("`{{{name}}}` is twice in this address")));
        }
        if !fields.iter().any(|(field, _)| field == name) {
            return Err(Error::new(
                text.span(),
                format!("`{{{name}}}` is in the address, and `{}` has no field `{name}`", variant.ident),
            ));
        }
    }
    for (name, field) in &fields {
        let text = name.to_string();
        if !all.contains(&&text) {
            return Err(Error::new_spanned(
                name,
                format!("`{text}` is not in the address: add `/{{{text}}}`, or `?{{{text}}}` for its query"),
            ));
        }
        if in_path.contains(&&text) && in_option(&field.ty).is_some() {
            return Err(Error::new_spanned(
                &field.ty,
                "what is in the path is always there: an `Option` belongs behind the `?`, or make it two pages",
            ));
        }
    }
    Ok(Some(Page { variant, fields, pattern }))
}

/// Two pages of one path could not be told apart.
fn apart(pages: &[Page<'_>]) -> Result<()> {
    let form = |page: &Page<'_>| -> Vec<Option<String>> {
        let segments = page.pattern.segments.iter();
        segments
            .map(|segment| if let Segment::Text(text) = segment { Some(text.clone()) } else { None })
            .collect()
    };
    for (index, page) in pages.iter().enumerate() {
        if let Some(other) = pages[..index].iter().find(|other| form(other) == form(page)) {
            return Err(Error::new_spanned(
                page.variant,
                format!(
                    "`{}` and `{}` have one path, so that no address could tell which page it is: change one of them",
                    other.variant.ident, page.variant.ident
                ),
            ));
        }
    }
    Ok(())
}

/// Reads `/todo/{id}?{tab}&sort={order}`.
fn parse(text: &str) -> std::result::Result<Pattern, String> {
    if text.contains('#') {
        return Err("what follows a `#` is a place in a page, not a page".into());
    }
    let (path, query) = text.split_once('?').unwrap_or((text, ""));
    let Some(rest) = path.strip_prefix('/') else { return Err("an address begins with `/`".into()) };
    let mut segments = Vec::new();
    for piece in rest.split('/').filter(|_| !rest.is_empty()) {
        segments.push(match gap(piece)? {
            Some(name) => Segment::Param(name),
            None if piece.is_empty() => {
                return Err("there is nothing between two slashes, or behind the last one".into());
            }
            None if piece.contains(['%', '\\']) => return Err(format!("write `{piece}` as people read it")),
            None => Segment::Text(piece.to_owned()),
        });
    }
    let mut parameters: Vec<Parameter> = Vec::new();
    for pair in query.split('&').filter(|_| !query.is_empty()) {
        let (name, value) = pair.split_once('=').map_or((None, pair), |(name, value)| (Some(name), value));
        let Some(field) = gap(value)? else {
            return Err(format!(
                "a query is of parameters, such as `?{{tab}}` or `?tab={{tab}}`, and not `{pair}`"
            ));
        };
        let name = name.unwrap_or(&field).to_owned();
        if parameters.iter().any(|parameter| parameter.name == name) {
            return Err(format!("`{name}` is twice in this query"));
        }
        parameters.push(Parameter { name, field });
    }
    Ok(Pattern { segments, query: parameters })
}

/// The name in braces, if the piece is that.
fn gap(piece: &str) -> std::result::Result<Option<String>, String> {
    if !piece.contains(['{', '}']) {
        return Ok(None);
    }
    let name = piece.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or_default();
    if syn::parse_str::<Ident>(name).is_err() {
        return Err(format!("`{piece}`: a parameter is all that is between two slashes, `/{{name}}/`"));
    }
    Ok(Some(name.to_owned()))
}

/// Answers the route where an address is of this form.
fn read(ident: &Ident, page: &Page<'_>) -> TokenStream {
    let name = &page.variant.ident;
    let form = page.pattern.segments.iter().map(|segment| match segment {
        Segment::Text(text) => quote!(::core::option::Option::Some(#text)),
        Segment::Param(_) => quote!(::core::option::Option::None),
    });
    let fields = page.fields.iter().map(|(field, Field { ty, .. })| {
        let at =
            page.pattern.segments.iter().position(|segment| *segment == Segment::Param(field.to_string()));
        let read = match (at, in_query(page, field), in_option(ty)) {
            (Some(at), _, _) => quote_spanned!(ty.span() => parts.param::<#ty>(#at)?),
            (None, name, Some(inner)) => quote_spanned!(ty.span() => parts.query_or_absent::<#inner>(#name)?),
            (None, name, None) => quote_spanned!(ty.span() => parts.query::<#ty>(#name)?),
        };
        quote!(#field: #read)
    });
    quote! {
        |parts| {
            if !parts.fits(&[#(#form),*]) {
                return ::core::option::Option::None;
            }
            ::core::option::Option::Some(#ident::#name { #(#fields),* })
        }
    }
}

/// The name that a field has in the query.
fn in_query<'a>(page: &'a Page<'_>, field: &Ident) -> &'a str {
    let found = page.pattern.query.iter().find(|parameter| field == &parameter.field);
    found.map_or("", |parameter| &parameter.name)
}

fn write(page: &Page<'_>) -> TokenStream {
    let name = &page.variant.ident;
    let fields = page.fields.iter().map(|(field, _)| field);
    let pieces = page.pattern.segments.iter().map(|segment| match segment {
        Segment::Text(text) => {
            let text = format!("/{}", encode(text));
            quote!(__out.write_str(#text)?;)
        }
        Segment::Param(name) => {
            let field = Ident::new(name, Span::call_site());
            quote!(::core::write!(__out, "/{}", ::hyperdiv::core::route::Encoded(#field))?;)
        }
    });
    let root = page.pattern.segments.is_empty().then(|| quote!(__out.write_str("/")?;));
    let query = page.pattern.query.iter().map(|Parameter { name, field }| {
        let optional = page.fields.iter().any(|(of, held)| *of == field && in_option(&held.ty).is_some());
        let field = Ident::new(field, Span::call_site());
        let value = if optional {
            quote!(#field.as_ref().map(|value| value as &dyn ::core::fmt::Display))
        } else {
            quote!(::core::option::Option::Some(#field as &dyn ::core::fmt::Display))
        };
        quote!((#name, #value))
    });
    quote! {
        Self::#name { #(#fields),* } => {
            #root
            #(#pieces)*
            ::hyperdiv::core::route::write_query(__out, &[#(#query),*])
        }
    }
}

/// As the runtime's own encoding of what is in a gap.
fn encode(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// The variant that takes what no other one does, and how it is written.
fn rest(variant: &Variant) -> Result<(TokenStream, TokenStream)> {
    const SHAPE: &str = "what takes all other addresses has no field, or one `String` for the address";
    let name = &variant.ident;
    let some = quote!(::core::option::Option::Some);
    match &variant.fields {
        Fields::Unit => {
            Ok((quote!(#some(Self::#name)), quote!(Self::#name => __out.write_str("/not-found"))))
        }
        fields if fields.len() == 1 && fields.iter().all(|field| last_name(&field.ty) == "String") => {
            let member = fields.members().next();
            Ok((
                quote!(#some(Self::#name { #member: parts.address() })),
                quote!(Self::#name { #member: address } => __out.write_str(address)),
            ))
        }
        fields => Err(Error::new_spanned(fields, SHAPE)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn why(text: &str) -> String {
        parse(text).err().unwrap_or_default()
    }

    #[test]
    fn an_address_has_fixed_text_and_gaps() {
        let Pattern { segments, query } = parse("/todo/{id}?{tab}&sort={order}").expect("well-formed");
        assert!(segments == [Segment::Text("todo".into()), Segment::Param("id".into())]);
        let query: Vec<_> = query.iter().map(|parameter| (&*parameter.name, &*parameter.field)).collect();
        assert_eq!(query, [("tab", "tab"), ("sort", "order")]);
        assert!(parse("/").is_ok_and(|pattern| pattern.segments.is_empty()));
    }

    #[test]
    fn what_is_no_address_is_told() {
        assert!(why("todo").contains("begins with `/`"));
        assert!(why("/a//b").contains("nothing between"));
        assert!(why("/a/").contains("behind the last one"));
        assert!(why("/a-{id}").contains("all that is between two slashes"));
        assert!(why("/{}").contains("all that is between two slashes"));
        assert!(why("/a#b").contains("not a page"));
        assert!(why("/a%20b").contains("as people read it"));
        assert!(why("/a?b=1").contains("parameters"));
        assert!(why("/a?{b}&b={c}").contains("twice"));
    }
}
