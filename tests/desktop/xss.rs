//! Hostile strings in the real page: in every text of every element, in documents and as code, with traps all around.
//!
//! The strings are those of `tests/xss/classic.json`; `cargo xtask xss` gives the published lists besides.

use std::fs;

use serde_json::{Value, json};

use crate::desk::{Desk, Under};

/// Notes whatever runs, is blocked by the policy or goes elsewhere.
const TRAPS: &str = "
    const traps = window.traps = { executions: [], violations: [], began: performance.timeOrigin, at: location.href };
    for (const name of ['alert', 'confirm', 'prompt', 'print', 'open']) {
        window[name] = (...values) => { traps.executions.push(`${name}(${values})`.slice(0, 200)); };
    }
    for (const name of ['harm', 'vulnerable', '__pwned', 'xss', 'XSS']) {
        Object.defineProperty(window, name, { set(value) { traps.executions.push(`${name} = ${value}`); } });
    }
    addEventListener('error', (event) => {
        if (event instanceof ErrorEvent) traps.executions.push(`error: ${event.message}`);
    }, true);
    document.addEventListener('securitypolicyviolation', (event) => {
        traps.violations.push([event.effectiveDirective, event.blockedURI, event.sample].join(' ').slice(0, 200));
    });
    performance.setResourceTimingBufferSize(100000);";

/// Waits until the batch is there and painted, or the window says that something is wrong.
const SHOWN: &str = "
    const [text, done] = arguments;
    const notice = document.querySelector('#notice');
    const painted = () => requestAnimationFrame(() => requestAnimationFrame(() => done(notice.innerText)));
    const look = () => {
        const isThere = [...document.querySelectorAll('#app p')].some((each) => each.textContent === text);
        if (isThere || notice.childNodes.length > 0) painted(); else requestAnimationFrame(look);
    };
    look();";

/// Sets off what a person, a picture or a style could set off, and looks at every element.
const LOOK: &str = "
    const app = document.querySelector('#app');
    const documents = [...app.querySelectorAll('.hd-markdown')];
    const inside = documents.flatMap((each) => [...each.querySelectorAll('*')]);
    for (const element of inside) {
        for (const type of ['mouseover', 'mouseenter', 'focus', 'blur', 'input', 'load', 'error', 'toggle', 'animationstart', 'begin', 'pageshow']) {
            element.dispatchEvent(new Event(type, { bubbles: true, cancelable: true }));
        }
        if (!element.closest('a[href], button, summary')) element.click();
    }
    const active = 'script, iframe, frame, object, embed, base, meta, link, style, svg, math, template, marquee, applet';
    // Apps have elements for sound and film, documents do not.
    const inDocuments = inside.filter((element) => element.matches('audio, video, source, track, form, textarea, select'));
    const found = [...app.querySelectorAll(active), ...inDocuments].map((element) => element.outerHTML.slice(0, 200));
    for (const element of app.querySelectorAll('*')) {
        for (const { name, value } of element.attributes) {
            const leads = ['src', 'href', 'action', 'formaction', 'srcdoc', 'xlink:href', 'data', 'ping'].includes(name);
            const harmless = /^(?:https?:|mailto:|hd-asset:|data:image\\/|[/?#])/i.test(value);
            if (name.startsWith('on') || (leads && value !== '' && !harmless)) found.push(`${element.localName} ${name}=${value}`.slice(0, 200));
        }
    }
    const own = (address) => address.startsWith(location.origin) || /^(?:ipc|data|hd-asset):/.test(address) || address.startsWith('http://ipc.localhost/');
    return {
        documents: documents.length,
        blocks: inside.length,
        elements: app.querySelectorAll('*').length,
        executions: traps.executions,
        violations: traps.violations,
        found,
        requests: performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => !own(name)),
        stayed: performance.timeOrigin === traps.began && location.href === traps.at,
    };";

/// What a hole would let in: a handler, which the policy blocks, a drawing and a call.
const HARM: &str = "
    document.querySelector('#app').insertAdjacentHTML('beforeend', '<b onclick=\"window.harm = 1\">a</b><svg></svg>');
    document.querySelector('#app b[onclick]').click();
    alert(1);";

fn strings() -> Vec<String> {
    let lists = |text: &str| -> Vec<String> {
        let lists: Value = serde_json::from_str(text).unwrap();
        let all = ["strings", "acceptable"].map(|name| lists[name].as_array().unwrap().clone());
        all.concat().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
    };
    let mut strings = lists(include_str!("../xss/classic.json"));
    if let Some(path) = std::env::var_os("HYPERDIV_XSS_STRINGS") {
        strings.extend(lists(&fs::read_to_string(path).unwrap()));
    }
    // An empty text is another thing: an option without a value is none.
    strings.retain(|text| !text.is_empty());
    strings
}

#[test]
fn no_string_runs_loads_or_leads_away_in_the_page() {
    let strings = strings();
    let mut desk = Desk::new();
    let opened = desk.stand_in("xdg-open");
    fs::write(desk.home().join("strings.json"), json!(strings).to_string()).unwrap();
    let app = desk.app("xss_probe", Under::Nothing);
    app.run(TRAPS, &[]);
    let batches = strings.len().div_ceil(20);
    let (mut documents, mut elements) = (0, 0);
    for batch in 1..=batches {
        app.click("Show the next strings");
        let notice = app.run_async_with(SHOWN, &[json!(format!("Batch {batch} of {batches}"))]);
        assert_eq!(notice, json!(""), "in batch {batch} of {:?}", batch_of(&strings, batch));
        let seen = app.run(LOOK, &[]);
        for nothing in ["executions", "violations", "found", "requests"] {
            assert_eq!(
                seen[nothing],
                json!([]),
                "{nothing} in batch {batch} of {:?}",
                batch_of(&strings, batch)
            );
        }
        assert_eq!(seen["stayed"], json!(true), "batch {batch} of {:?}", batch_of(&strings, batch));
        assert!(seen["blocks"].as_u64() > Some(0), "{seen}");
        documents += seen["documents"].as_u64().unwrap();
        elements += seen["elements"].as_u64().unwrap();
    }
    // Two of each string's own, and the empty one among the kinds.
    assert_eq!(documents, 3 * strings.len() as u64);
    assert_eq!(opened(), Vec::<String>::new(), "nothing was handed to the system");
    assert_eq!(app.notice(), "");
    // The control: the traps were set.
    app.run(HARM, &[]);
    app.wait_often("traps.executions.length === 1 && traps.violations.length === 1");
    let seen = app.run(LOOK, &[]);
    assert_eq!(seen["found"].as_array().map(Vec::len), Some(2), "{seen}");
    println!("xss: window: {} strings, {elements} elements, 0 executions, 0 violations", strings.len());
}

fn batch_of(strings: &[String], batch: usize) -> &[String] {
    strings.chunks(20).nth(batch - 1).unwrap_or_default()
}
