//! What an observer is told while turns run.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use hyperdiv_core::{Activity, Kind, Role, Runtime, WindowId};
use serde_json::{Value, json};

static BUTTON: Kind = Kind {
    name: "button",
    id: 1,
    children: false,
    role: Some(Role::Button),
    name_from: None,
    inputs: &[],
    events: &["clicked"],
};

const WINDOW: WindowId = WindowId(1);

#[test]
fn an_observer_hears_what_the_person_did_and_when_it_is_saved() {
    const BUTTON_LINE: u32 = line!() + 2;
    let app = |ui: &hyperdiv_core::Ui| {
        let _asked = ui.element(&BUTTON).happened(0);
        Ok(())
    };
    let mut runtime = Runtime::new(app, Arc::new(|| {}));
    let heard = Rc::new(RefCell::new(Vec::new()));
    let log = Rc::clone(&heard);
    runtime.observe(move |activity| log.borrow_mut().push(activity));
    runtime.open_window(WINDOW);
    let page = runtime.connect(WINDOW).expect("the window is open");
    runtime.release();
    let frame: Value = serde_json::from_str(&runtime.run()[0].json).expect("a message is JSON");
    assert_eq!(heard.take(), [Activity::Running { after: None }, Activity::Saving]);

    let node = frame["ops"][3].as_u64().expect("the first op inserts the button");
    let click = json!({ "v": 1, "page": page, "ack": 1, "events": [[node, "clicked"]] });
    runtime.receive(WINDOW, click.to_string().as_bytes()).expect("the button is on the page");
    runtime.run();
    let heard = heard.take();
    let [Activity::Running { after: Some(cause) }, Activity::Saving] = heard[..] else {
        panic!("heard {heard:?}");
    };
    assert_eq!((cause.name, cause.kind, cause.site.line()), ("clicked", "button", BUTTON_LINE));
    let said = Activity::Running { after: Some(cause) }.to_string();
    assert!(
        said.contains("\u{201c}clicked\u{201d} of the button at ") && said.contains("activity.rs:"),
        "{said}"
    );
}
