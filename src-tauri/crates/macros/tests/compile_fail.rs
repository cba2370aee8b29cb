//! What a person writes wrong gets an error that helps, at the place where it is.
//!
//! Each file in `fail/` has beside it what is told. `TRYBUILD=overwrite` writes that anew, where it has changed on purpose. Only
//! the macros' own words are here; mistakes that the compiler tells in its words, which differ from version to version, are
//! examples that must not compile, in the modules of the macros.

#[test]
fn mistakes_are_told_where_they_are() {
    trybuild::TestCases::new().compile_fail("tests/fail/*.rs");
}
