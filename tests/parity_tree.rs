//! The tree and what is sent of it, beside Hyperdiv's collecting, difference and wire.

use std::sync::Arc;

use hyperdiv::core::{Outgoing, Runtime, WindowId};
use hyperdiv::prelude::*;
use hyperdiv::testing::{Harness, Role};

#[test]
fn a_container_is_filled_in_any_number_of_steps() {
    let app = Harness::new(|ui| {
        let (left, right) = (ui.vbox(), ui.vbox());
        right.with(|| ui.text("right 1"));
        left.with(|| ui.text("left 1"));
        right.with(|| ui.text("right 2"));
        left.with(|| ui.text("left 2"));
        Ok(())
    });
    assert_eq!(app.names(Role::Text), ["left 1", "left 2", "right 1", "right 2"]);
}

/// State belongs to no place on screen: making it inside a container puts nothing there.
#[test]
fn state_is_nothing_on_screen() {
    let app = Harness::new(|ui| {
        ui.vbox().with(|| {
            let count = ui.state(|| 1);
            ui.text(count.get());
        });
        Ok(())
    });
    assert_eq!(app.tree().lines().count(), 2, "\n{}", app.tree());
}

/// What a window of `app` is sent, message by message.
struct Sent {
    runtime: Runtime,
    page: u32,
}

#[expect(clippy::expect_used, reason = "a test that cannot go on says where")]
impl Sent {
    fn new(app: impl Fn(&Ui) -> Result + 'static) -> (Sent, Vec<Outgoing>) {
        let mut runtime = Runtime::new(app, Arc::new(|| ()));
        runtime.open_window(WindowId(1));
        let page = runtime.connect(WindowId(1)).expect("it is open");
        runtime.release();
        let first = runtime.run();
        (Sent { runtime, page }, first)
    }

    /// The id on the wire of what was made at a line of this file.
    fn id_of_line(&self, line: u32) -> u32 {
        let made_there =
            |id: &u32| self.runtime.call_site(WindowId(1), *id).is_some_and(|site| site.line() == line);
        (1..100).find(made_there).expect("it is on the page")
    }

    fn next(&mut self, ack: u64, events: &str) -> Vec<Outgoing> {
        let message = format!(r#"{{"v":1,"page":{},"ack":{ack},"events":[{events}]}}"#, self.page);
        self.runtime.receive(WindowId(1), message.as_bytes()).expect("well-formed");
        self.runtime.run()
    }
}

/// Hyperdiv sends a value of private state that a task has written, and the browser drops the whole message for it.
#[test]
fn private_state_is_in_no_message() {
    const BUTTON: u32 = line!() + 7;
    let setter = std::rc::Rc::new(std::cell::RefCell::new(None::<Setter<String>>));
    let out = std::rc::Rc::clone(&setter);
    let (mut sent, first) = Sent::new(move |ui| {
        let secret = ui.state(|| "swordfish-0".to_owned());
        let shown = ui.state(|| 0);
        out.borrow_mut().get_or_insert_with(|| secret.setter());
        if ui.button("Write").clicked() {
            secret.set("swordfish-2".into());
            shown.update(|shown| *shown += 1);
        }
        ui.text(shown.get());
        Ok(())
    });
    assert!(first.len() == 1 && first[0].json.contains("Write"), "{first:?}");
    let sender = setter.borrow().clone().expect("taken in the first run");
    assert!(sender.send("swordfish-1".into()));
    assert_eq!(sent.runtime.run(), [], "nobody reads it");
    let button = sent.id_of_line(BUTTON);
    let next = sent.next(1, &format!(r#"[{button},"clicked"]"#));
    assert_eq!(next.len(), 1, "{next:?}");
    for message in first.iter().chain(&next) {
        assert!(!message.json.contains("swordfish"), "{}", message.json);
    }
}

/// A written style of an element that shows what a task has found: Hyperdiv's session ends at it.
#[test]
fn a_style_that_a_task_has_changed_is_sent() {
    let mut app = Harness::new(|ui| {
        let color = ui.state(|| Hue::Red);
        let (light, width) = (color.setter(), ui.state(|| 1));
        let wide = width.setter();
        let _found = ui.task((), move |()| async move {
            let told = light.send(Hue::Green) && wide.send(7);
            if told { Ok(()) } else { Err(Error::new("the app is gone")) }
        });
        ui.vbox().background_color(color.get()).width(width.get()).with(|| ui.text("light"));
        Ok(())
    });
    app.run_until_idle();
    let frames = app.frames().len();
    assert!(frames > 1, "the task has changed what is shown");
    assert!(app.errors().is_empty(), "{:?}", app.errors());
    let tree = app.tree();
    assert!(tree.contains("green") && tree.contains("7rem"), "both writes are shown\n{tree}");
    app.reload();
    assert_eq!(app.tree(), tree);
}

/// A container whose name changes is another element in Hyperdiv, and loses the focus, its place and what plays in it.
#[test]
fn another_label_is_the_same_element() {
    let mut app = Harness::new(|ui| {
        let count = ui.state(|| 0);
        if ui.button(format_args!("Clicked {}", count.get())).clicked() {
            count.update(|count| *count += 1);
        }
        Ok(())
    });
    let id = app.wire_id(Role::Button, "Clicked 0");
    app.click(Role::Button, "Clicked 0");
    assert_eq!(app.wire_id(Role::Button, "Clicked 1"), id);
}
