"""The rows of `tests/bench/runtime.rs` in Hyperdiv itself, from a click to the serialised reply.

Drives Hyperdiv's own app runner, with a connection that only serialises. Prints one JSON object: a row's name to
`{"peer", "value", "unit"}`.
"""

import json
import os
import statistics
import threading
import time

os.environ.setdefault("HD_PRODUCTION", "1")

import hyperdiv as hd
from hyperdiv.app_runner import AppRunner
from hyperdiv.task_runtime import TaskRuntime
from hyperdiv.test_utils import mock_initial_updates

ROWS = 1000
ROUNDS = 3
WARM_UP = 1
PATIENCE = 120

ADJECTIVES = ["pretty", "large", "small", "tall", "quaint", "plain", "handsome"]
COLOURS = ["red", "yellow", "blue", "green", "purple", "orange"]
NOUNS = ["table", "chair", "house", "sandwich", "pony"]
TOOLBAR = ["create", "append", "update", "swap", "select", "remove", "clear", "count"]

keys = {}


def rows(first):
    ids = range(first, first + ROWS)
    return tuple((i, f"{ADJECTIVES[i % 7]} {COLOURS[i % 6]} {NOUNS[i % 5]}") for i in ids)


def edit(state, action):
    if action in ("create", "append"):
        more = rows(state.next)
        state.next += ROWS
        state.rows = more if action == "create" else state.rows + more
    elif action == "update":
        state.rows = tuple((i, text + " !!!") if at % 10 == 0 else (i, text) for at, (i, text) in enumerate(state.rows))
    elif action == "swap":
        changed = list(state.rows)
        changed[1], changed[ROWS - 2] = changed[ROWS - 2], changed[1]
        state.rows = tuple(changed)
    elif action == "select":
        state.selected = state.rows[ROWS // 2][0]
    elif action == "remove":
        state.rows = state.rows[: ROWS // 3] + state.rows[ROWS // 3 + 1 :]
    elif action == "clear":
        state.rows = ()
    elif action == "count":
        state.counter += 1


def row(number, text, chosen):
    with hd.hbox(padding=1 if chosen else None):
        hd.text(number)
        hd.text(text)
        hd.button("remove")


def app_of(row):
    def app():
        state = hd.state(rows=(), next=1, selected=0, counter=0)
        with hd.hbox():
            for action in TOOLBAR:
                with hd.scope(action):
                    button = hd.button(action)
                    keys[action] = button._key
                    if button.clicked:
                        edit(state, action)
        hd.text(state.counter)
        for number, text in state.rows:
            with hd.scope(number):
                row(number, text, number == state.selected)

    return app


class Connection:
    """Serialises what a real one would send."""

    def __init__(self):
        self.sent = threading.Event()
        self.bytes = 0
        self.at = 0.0

    def send(self, message):
        self.bytes = len(json.dumps(message))
        self.at = time.perf_counter()
        self.sent.set()


def measure(app):
    connection, tasks = Connection(), TaskRuntime(1)
    runner = AppRunner(connection, tasks, app, list(mock_initial_updates))
    times, sizes = {}, {}

    def click(action, name, counts):
        connection.sent.clear()
        began = time.perf_counter()
        runner.enqueue_ui_updates([(keys[action], "clicked", True)])
        if not connection.sent.wait(PATIENCE):
            raise SystemExit(f"no reply to {name}")
        if counts:
            times.setdefault(name, []).append((connection.at - began) * 1e6)
            sizes[name] = connection.bytes
        # The runner comes to rest before the next one.
        time.sleep(0.01)

    runner.start()
    try:
        if not connection.sent.wait(PATIENCE):
            raise SystemExit("no first frame")
        for round in range(WARM_UP + ROUNDS):
            counts = round >= WARM_UP
            click("create", "create 1,000", counts)
            click("update", "update every 10th", counts)
            click("swap", "swap", counts)
            click("select", "select", counts)
            click("remove", "remove", counts)
            for _ in range(3):
                click("count", "click a counter", counts)
            click("append", "append 1,000", counts)
            click("clear", "clear", counts)
            click("count", "counter, nearly empty app", counts)
    finally:
        runner.stop()
        runner.wait()
        tasks.shutdown()
    return {name: statistics.median(of) for name, of in times.items()}, sizes


figures = {}
for peer, row_of in (("Hyperdiv 0.1.9", row), ("Hyperdiv 0.1.9, @cached", hd.cached(row))):
    medians, sizes = measure(app_of(row_of))
    suffix = ", beside " + peer
    for name, value in medians.items():
        figures[name + suffix] = {"peer": peer, "value": value, "unit": "us"}
    size = sizes["create 1,000"]
    figures["bytes of create 1,000" + suffix] = {"peer": peer, "value": size, "unit": "B"}
print(json.dumps(figures))
