//! `#[component]`: a shim that opens a scope by its call site, around a body whose own call sites stay what they are.
//!
//! The shim is `#[track_caller]`, the body is not: a closure never is. Were the body tracked as well, all elements of one kind in
//! it would have one call site, and state would slide among them.
//!
//! What a memo compares with the last run has to be comparable:
//!
//! ```compile_fail
//! # use hyperdiv::prelude::*;
//! #[derive(Clone)]
//! struct Row;
//!
//! #[component(memo)]
//! fn row(ui: &Ui, row: Row) {
//!     let _ = (ui, row);
//! }
//! ```

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{Error, FnArg, ItemFn, Pat, Result, ReturnType, Type};

const FIRST: &str = "the first parameter of a component is `ui: &Ui`";

pub(crate) fn expand(attribute: TokenStream, item: TokenStream) -> Result<TokenStream> {
    let memo = match attribute.to_string().as_str() {
        "" => false,
        "memo" => true,
        _ => {
            return Err(Error::new_spanned(attribute, "a component has no options but `#[component(memo)]`"));
        }
    };
    let ItemFn { attrs, vis, sig, block } = syn::parse2(item)
        .map_err(|error| Error::new(error.span(), "a component is a function with a body"))?;
    if let Some(asyncness) = sig.asyncness {
        return Err(Error::new_spanned(
            asyncness,
            "a component describes the window now and cannot be `async`: start what takes long by `ui.task` in it",
        ));
    }
    for (there, what) in [(sig.constness.is_some(), "const"), (sig.unsafety.is_some(), "unsafe")] {
        if there {
            return Err(Error::new_spanned(&sig, format!("a component cannot be `{what}`")));
        }
    }
    if let Some(tracked) = attrs.iter().find(|attribute| attribute.path().is_ident("track_caller")) {
        return Err(Error::new_spanned(tracked, "a component tracks its caller by itself: remove this line"));
    }
    let ui = first(&sig)?;

    let statements = &block.stmts;
    if memo {
        let deps = deps(&sig)?;
        let call = quote_spanned!(ui.span() => #ui.memo);
        return Ok(quote! {
            #(#attrs)*
            #[track_caller]
            #vis #sig {
                #call((#(#deps,)*), move || { #(#statements)* })
            }
        });
    }
    let output = match &sig.output {
        ReturnType::Default => quote!(),
        // A closure cannot name what it returns by its traits; the function's own type then holds it to them.
        ReturnType::Type(_, output) if has_impl(output) => quote!(),
        output => quote!(#output),
    };
    let call = quote_spanned!(ui.span() => #ui.component);
    Ok(quote! {
        #(#attrs)*
        #[track_caller]
        #vis #sig {
            #call(move || #output { #(#statements)* })
        }
    })
}

/// The name of the first parameter, which has to be `ui: &Ui`.
fn first(sig: &syn::Signature) -> Result<&syn::Ident> {
    let Some(first) = sig.inputs.first() else {
        return Err(Error::new(sig.paren_token.span.join(), FIRST));
    };
    let typed = match first {
        FnArg::Receiver(receiver) => {
            return Err(Error::new_spanned(
                receiver,
                "a component is a function and has no `self`: its first parameter is `ui: &Ui`, and what it shows follows",
            ));
        }
        FnArg::Typed(typed) => typed,
    };
    let Pat::Ident(name) = &*typed.pat else { return Err(Error::new_spanned(typed, FIRST)) };
    let is_ui = match &*typed.ty {
        Type::Reference(reference) if reference.mutability.is_none() => match &*reference.elem {
            Type::Path(path) => path.path.segments.last().is_some_and(|last| last.ident == "Ui"),
            _ => false,
        },
        _ => false,
    };
    if !is_ui || name.ident != "ui" || name.by_ref.is_some() || name.subpat.is_some() {
        return Err(Error::new_spanned(typed, FIRST));
    }
    Ok(&name.ident)
}

/// What a memo compares with the last run: all parameters but `ui`, each its own.
fn deps(sig: &syn::Signature) -> Result<Vec<TokenStream>> {
    if let ReturnType::Type(_, output) = &sig.output {
        let is_unit = matches!(&**output, Type::Tuple(tuple) if tuple.elems.is_empty());
        if !is_unit {
            return Err(Error::new_spanned(
                output,
                "a memo is left out of most runs, and has nothing to return then: set a state instead",
            ));
        }
    }
    let typed = sig.inputs.iter().skip(1).filter_map(|input| match input {
        FnArg::Typed(typed) => Some(typed),
        FnArg::Receiver(_) => None,
    });
    typed
        .map(|typed| {
            let Pat::Ident(name) = &*typed.pat else {
                return Err(Error::new_spanned(
                    &typed.pat,
                    "a parameter of a memo is a name: take it apart inside",
                ));
            };
            let name = &name.ident;
            Ok(match &*typed.ty {
                // What is borrowed is gone before the next run: its owned form is what stays.
                Type::Reference(_) => quote_spanned!(name.span() => ::std::borrow::ToOwned::to_owned(#name)),
                _ => quote_spanned!(name.span() => ::core::clone::Clone::clone(&#name)),
            })
        })
        .collect()
}

fn has_impl(output: &Type) -> bool {
    fn within(tokens: TokenStream) -> bool {
        tokens.into_iter().any(|token| match token {
            proc_macro2::TokenTree::Ident(word) => word == "impl",
            proc_macro2::TokenTree::Group(group) => within(group.stream()),
            _ => false,
        })
    }
    within(quote!(#output))
}
