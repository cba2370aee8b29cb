//! The command line itself: lines, options, exit codes.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Read, Write};
use std::process::Stdio;

use serde_json::{Value, json};

use crate::run::{NOW, prints, program, ran, refuses, sign, verify, writes};

const FORMATS: [&str; 4] = ["hyperdiv", "django", "django-timestamp", "django-dumps"];
const ID: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

/// A value of each format.
fn value(format: &str) -> &'static str {
    match format {
        "hyperdiv" => ID,
        "django-dumps" => "{\"a\":[1,\"b\"]}",
        _ => "a:value of:1:mine",
    }
}

#[test]
fn what_is_signed_is_verified_in_each_format() {
    for format in FORMATS {
        let token = sign(format, "s").at(&NOW).line(value(format));
        let good = format!("ok\t{}", value(format));
        assert_eq!(verify(format, "s").at(&NOW).line(&token), good, "{format}");
        for other in [verify(format, "t"), verify(format, "s").salt(Some("other"))] {
            assert_eq!(other.at(&NOW).line(&token), "invalid", "{format}");
        }
        let salted = sign(format, "s").salt(Some("other")).at(&NOW).line(value(format));
        assert_ne!(salted, token);
        assert_eq!(verify(format, "s").salt(Some("other")).at(&NOW).line(&salted), good, "{format}");
    }
}

#[test]
fn the_secret_is_the_bytes_of_the_file_a_last_line_feed_included() {
    let secrets: [&[u8]; 5] = [b"s", b"s\n", b"s\r\n", b"\xff\0", b"\xff"];
    let tokens: Vec<String> =
        secrets.iter().map(|secret| sign("hyperdiv", secret).at(&NOW).line(ID)).collect();
    for (secret, own) in secrets.iter().zip(&tokens) {
        let verdicts = verify("hyperdiv", secret).at(&NOW).run(tokens.join("\n"));
        let good = String::from_utf8(verdicts.out)
            .unwrap()
            .lines()
            .map(|line| line != "invalid")
            .collect::<Vec<_>>();
        assert_eq!(good, tokens.iter().map(|token| token == own).collect::<Vec<_>>(), "{secret:?}");
        assert_eq!(verdicts.code, 7);
    }
}

#[test]
fn a_secret_that_was_replaced_verifies_as_a_fallback() {
    for format in FORMATS {
        let old = sign(format, "old").at(&NOW).line(value(format));
        let older = sign(format, "older").at(&NOW).line(value(format));
        let input = format!("{old}\n{older}\n");
        let both = verify(format, "new").fallback("old").fallback("older").at(&NOW);
        let good = format!("ok\t{}\n", value(format));
        prints(&both.run(&input), &[&*good, &good].concat());
        let one = verify(format, "new").fallback("older").at(&NOW).run(&input);
        assert_eq!((one.code, one.out), (7, format!("invalid\n{good}").into_bytes()), "{format}");
    }
}

#[test]
fn a_token_of_exactly_the_age_is_good_and_an_older_one_is_not() {
    const DAY: i64 = 24 * 60 * 60;
    for format in ["hyperdiv", "django-timestamp", "django-dumps"] {
        let token = sign(format, "s").at(&NOW).line(value(format));
        let is_good =
            |now: i64, args: &[&str]| verify(format, "s").with(args).at(&now).line(&token) != "invalid";
        assert!(is_good(NOW + 90 * DAY, &[]) && !is_good(NOW + 90 * DAY + 1, &[]), "{format}");
        let limit = &["--max-age", "10"];
        assert!(is_good(NOW + 10, limit) && !is_good(NOW + 11, limit), "{format}");
        assert!(is_good(NOW, &["--max-age", "0"]) && !is_good(NOW + 1, &["--max-age", "0"]), "{format}");
        assert!(!is_good(NOW, &["--max-age", "-1"]), "{format}");
        assert!(is_good(NOW + 10_000 * DAY, &["--any-age"]), "{format}");
    }
    // Django takes what comes from the future; a session token may be ahead by a minute.
    let early = |format, by: i64| {
        let token = sign(format, "s").at(&(NOW + by)).line(value(format));
        verify(format, "s").with(&["--any-age"]).at(&NOW).line(token) != "invalid"
    };
    assert!(early("hyperdiv", 60) && !early("hyperdiv", 61) && early("django-timestamp", DAY));
}

#[test]
fn without_a_time_the_clocks_is_taken() {
    for format in FORMATS {
        let token = sign(format, "s").line(value(format));
        assert_ne!(verify(format, "s").line(&token), "invalid", "{format}");
        let limit: &[&str] = if format == "django" { &[] } else { &["--max-age", "100"] };
        assert_ne!(verify(format, "s").with(limit).line(&token), "invalid", "{format}");
    }
}

#[test]
fn a_value_is_the_bytes_between_line_feeds() {
    let odd = "\u{2615}\u{0}\u{b}\u{c}\u{85}\u{2028}\t\u{1b}[2J \u{7f}";
    let values = ["", " ", "a\r", "\r", odd, "ok\tx", "invalid"];
    for format in ["django", "django-timestamp"] {
        let signed = sign(format, "s").at(&NOW).run(values.join("\n") + "\n");
        assert_eq!((signed.code, &*signed.err), (0, ""));
        let expected: String = values.iter().map(|value| format!("ok\t{value}\n")).collect();
        prints(&verify(format, "s").at(&NOW).run(&signed.out), &expected);
        // The last line feed may be missing.
        let cut = signed.out.strip_suffix(b"\n").unwrap();
        prints(&verify(format, "s").at(&NOW).run(cut), &expected);
        assert_eq!(sign(format, "s").at(&NOW).run(values.join("\n")), signed);
    }
    let token = sign("django", "s").line("a");
    assert_eq!(verify("django", "s").line(format!("{token}\r")), "invalid", "a second spelling of a token");
}

#[test]
fn no_input_is_no_answer_and_an_empty_line_is_a_token_that_is_invalid() {
    for format in FORMATS {
        prints(&sign(format, "s").run(""), "");
        prints(&verify(format, "s").run(""), "");
        prints(&sign(format, "s").with(&["--json"]).run(""), "[]\n");
        prints(&verify(format, "s").with(&["--json"]).run(""), "[]\n");
        let bad = [&b""[..], b"\xff\xfe", b":::", b"...", b"\0", &b"a".repeat(1 << 20)];
        assert_eq!(verify(format, "s").lines(&bad), vec!["invalid"; bad.len()], "{format}");
    }
}

#[test]
fn an_empty_line_makes_a_random_session_and_no_two_are_alike() {
    let ran = sign("hyperdiv", "s").at(&NOW).run("\n".repeat(50));
    let out = String::from_utf8(ran.out).unwrap();
    let mut ids: Vec<&str> = out.lines().map(|token| token.split('.').next().unwrap()).collect();
    let verdicts = verify("hyperdiv", "s").at(&NOW).run(&out);
    prints(&verdicts, &ids.iter().map(|id| format!("ok\t{id}\n")).collect::<String>());
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 50);
}

#[test]
fn json_is_one_array() {
    let parse = |ran: &crate::run::Ran| serde_json::from_slice::<Value>(&ran.out).unwrap();
    let signed = sign("django-dumps", "s").with(&["--json"]).at(&NOW).run("1\n\"\\u00e9\"\nNaN\n");
    let tokens = parse(&signed);
    let tokens: Vec<&str> = tokens.as_array().unwrap().iter().map(|token| token.as_str().unwrap()).collect();
    assert_eq!((signed.code, tokens.len()), (0, 3));
    let verified = verify("django-dumps", "s").with(&["--json"]).at(&NOW).run(tokens.join("\n") + "\nbad\n");
    assert_eq!(verified.code, 7);
    assert_eq!(
        parse(&verified),
        json!([
            { "ok": true, "value": "1" },
            { "ok": true, "value": "\"\\u00e9\"" },
            { "ok": true, "value": "NaN" },
            { "ok": false },
        ])
    );
    // A bad line ends it; what is printed is still one value.
    let ended = sign("django-dumps", "s").with(&["--json"]).at(&NOW).run("1\n{\n2\n");
    refuses(&ended, 2, "line 2");
    assert_eq!(parse(&ended), json!([tokens[0]]));
}

#[test]
fn a_value_that_cannot_be_signed_is_named_by_its_line_and_not_repeated() {
    for (format, input, why) in [
        ("hyperdiv", format!("{ID}\n{}\n", ID.to_uppercase()), "64 digits"),
        ("hyperdiv", format!("\n{ID}\r\n"), "carriage return"),
        ("hyperdiv", format!("\n{ID}0\n"), "64 digits"),
        ("django-dumps", "{}\nwhatever\n".to_owned(), "JSON"),
        ("django-dumps", "1\n\n".to_owned(), "JSON"),
    ] {
        let ran = sign(format, "s").run(&input);
        refuses(&ran, 2, "line 2");
        refuses(&ran, 2, why);
        assert_eq!(ran.out.iter().filter(|byte| **byte == b'\n').count(), 1, "the first is signed: {ran:?}");
        assert!(!ran.err.contains("whatever") && !ran.err.contains(&ID[..8]), "{}", ran.err);
    }
    for format in ["django", "django-timestamp", "django-dumps"] {
        refuses(&sign(format, "s").run(b"\xff\n"), 2, "UTF-8");
    }
}

#[test]
fn command_lines_that_make_no_sense_are_refused_in_one_line() {
    for args in [
        &["token"][..],
        &["token", "sign"],
        &["token", "sign", "--format", "hyperdiv"],
        &["token", "sign", "--format", "jwt", "--secret-file", "x"],
        &["token", "sign", "--secret-file", "x"],
        &["token", "verify", "--format", "django", "--secret-file", "x", "--now", "soon"],
        &["token", "verify", "--format", "django", "--secret-file", "x", "--now", "inf"],
        &["token", "verify", "--format", "hyperdiv", "--secret-file", "x", "--max-age", "1", "--any-age"],
        &["token", "verify", "--format", "hyperdiv", "--secret-file", "x", "--compress"],
        &["token", "wave"],
    ] {
        let ran = ran(program().args(args), b"");
        refuses(&ran, 2, "");
        assert!(ran.out.is_empty(), "{args:?}");
    }
    refuses(&sign("django", "s").with(&["--compress"]).run(""), 2, "django-dumps");
    refuses(&verify("django", "s").with(&["--max-age", "5"]).run(""), 2, "no time");
    prints(&verify("django", "s").with(&["--any-age"]).run(""), "");
}

#[test]
fn a_secret_that_cannot_be_read_is_named() {
    let token = sign("hyperdiv", "s");
    let secret = token.secret();
    std::fs::remove_file(&secret).unwrap();
    refuses(&token.run("\n"), 1, secret.to_str().unwrap());
    std::fs::create_dir(&secret).unwrap();
    refuses(&token.run("\n"), 1, secret.to_str().unwrap());
    let fallback = verify("django", "s").with(&["--fallback-secret-file", "/nowhere/at all"]);
    refuses(&fallback.run("a\n"), 1, "/nowhere/at all");
    let device =
        ran(program().args(["token", "sign", "--format", "django", "--secret-file", "/dev/zero"]), b"");
    refuses(&device, 2, "/dev/zero");
}

#[test]
fn an_empty_secret_is_refused_where_django_refuses_it_and_told_where_the_original_takes_it() {
    for format in ["django", "django-timestamp", "django-dumps"] {
        refuses(&sign(format, "").run("1\n"), 2, "empty");
        refuses(&verify(format, "s").fallback("").run("1\n"), 2, "empty");
    }
    let ran = sign("hyperdiv", "").at(&NOW).run(format!("{ID}\n"));
    refuses(&ran, 0, "anybody");
    let verified = verify("hyperdiv", "").at(&NOW).run(&ran.out);
    assert_eq!((verified.code, verified.out), (0, format!("ok\t{ID}\n").into_bytes()));
}

#[test]
fn a_million_lines_go_through_a_pipe() {
    const LINES: usize = 1_000_000;
    let token = sign("django", "s");
    let mut signer = token.command().stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = signer.stdin.take().unwrap();
    let writing = writes(move || input.write_all(&b"v\n".repeat(LINES)).unwrap());
    let token = verify("django", "s");
    let mut verifier =
        token.command().stdin(signer.stdout.take().unwrap()).stdout(Stdio::piped()).spawn().unwrap();
    let out = BufReader::new(verifier.stdout.take().unwrap());
    let good = out.lines().filter(|line| line.as_ref().unwrap() == "ok\tv").count();
    writing.join().unwrap();
    assert_eq!(good, LINES);
    assert!(signer.wait().unwrap().success() && verifier.wait().unwrap().success());
}

#[test]
fn each_line_is_answered_before_the_next_is_due() {
    let token = verify("hyperdiv", "s");
    let mut child = token.command().stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    let good = sign("hyperdiv", "s").line(ID);
    for (token, answer) in [("bad", "invalid"), (&*good, &*format!("ok\t{ID}")), ("", "invalid")] {
        writeln!(input, "{token}").unwrap();
        assert_eq!(answers.next().unwrap().unwrap(), answer);
    }
    drop(input);
    assert_eq!(child.wait().unwrap().code(), Some(7));
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let token = sign("django", "s");
    let mut child =
        token.command().stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut out = child.stdout.take().unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(b"v\n").unwrap();
    out.read_exact(&mut [0; 2]).unwrap();
    drop(out);
    // It may have ended before it was told everything.
    let _ = input.write_all(&b"v\n".repeat(100_000));
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
}

#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_written_is_told() {
    let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
    let token = sign("django", "s");
    let mut child =
        token.command().stdin(Stdio::piped()).stdout(full).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"v\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(6));
    assert!(String::from_utf8_lossy(&output.stderr).contains("standard output"));
    let nothing_to_read = File::open("/").unwrap();
    let output = token.command().stdin(nothing_to_read).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("standard input"));
}

#[test]
fn help_has_examples_and_says_what_a_line_is() {
    for (args, words) in [
        (&["token", "--help"][..], &["sign", "verify"][..]),
        (
            &["token", "sign", "--help"],
            &["Examples:", "line feed", "django-dumps", "--secret-file", "--compress"],
        ),
        (
            &["token", "verify", "--help"],
            &["Examples:", "90 days", "invalid", "--fallback-secret-file", "--any-age"],
        ),
    ] {
        let ran = ran(program().args(args), b"");
        let text = String::from_utf8(ran.out).unwrap();
        assert_eq!(ran.code, 0);
        for word in words {
            assert!(text.contains(word), "{word} in\n{text}");
        }
        assert!(text.lines().all(|line| line.len() <= 132), "\n{text}");
    }
}
