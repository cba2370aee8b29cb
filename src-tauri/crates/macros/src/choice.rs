//! `#[derive(Choice)]`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Error, Fields, LitStr, Result};

use crate::parse::words;

pub(crate) fn expand(item: TokenStream) -> Result<TokenStream> {
    let DeriveInput { ident, generics, data, .. } = syn::parse2(item)?;
    let Data::Enum(data) = data else {
        return Err(Error::new_spanned(ident, "a choice is an enum: each variant is one thing to choose"));
    };
    if !generics.params.is_empty() {
        return Err(Error::new_spanned(generics, "a choice has no parameters"));
    }
    if data.variants.is_empty() {
        return Err(Error::new_spanned(ident, "there is nothing to choose from: add a variant"));
    }
    let mut choices = Vec::new();
    let mut labels: Vec<String> = Vec::new();
    let mut default = quote!(::core::option::Option::None);
    for (index, variant) in data.variants.iter().enumerate() {
        if !matches!(variant.fields, Fields::Unit) {
            return Err(Error::new_spanned(&variant.fields, "what is chosen is a variant without data"));
        }
        let mut label = words(&variant.ident.to_string());
        for attribute in &variant.attrs {
            if attribute.path().is_ident("default") {
                default = quote!(::core::option::Option::Some(#index));
            } else if attribute.path().is_ident("choice") {
                attribute.parse_nested_meta(|meta| {
                    if !meta.path.is_ident("label") {
                        return Err(meta.error("a choice has only `label = \"...\"`"));
                    }
                    label = meta.value()?.parse::<LitStr>()?.value();
                    Ok(())
                })?;
            }
        }
        if labels.contains(&label) {
            return Err(Error::new_spanned(
                variant,
                format!("two choices are called \"{label}\": give one of them another label"),
            ));
        }
        let name = variant.ident.to_string();
        choices.push(quote!(::hyperdiv::elements::form::Chosen::new(#name, #label)));
        labels.push(label);
    }
    let variants: Vec<_> = data.variants.iter().map(|variant| &variant.ident).collect();
    let indices: Vec<_> = (0..variants.len()).collect();
    Ok(quote! {
        #[automatically_derived]
        impl ::hyperdiv::elements::form::Choice for #ident {
            const CHOICES: &'static [::hyperdiv::elements::form::Chosen] = &[#(#choices),*];
            const DEFAULT: ::core::option::Option<usize> = #default;

            fn position(&self) -> usize {
                match self {
                    #(Self::#variants => #indices,)*
                }
            }

            fn at(position: usize) -> ::core::option::Option<Self> {
                match position {
                    #(#indices => ::core::option::Option::Some(Self::#variants),)*
                    _ => ::core::option::Option::None,
                }
            }
        }
    })
}
