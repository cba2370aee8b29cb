"""Signs and verifies random values with the original programs and with `hyperdiv token`, and compares.

    python driver.py PROGRAM VALUES SEED

Run by `cargo xtask interop`, in an environment that has Django and hyperdiv-session. For each format there are VALUES values
and as many secrets, in batches that share a salt and a time. Our side signs each value under its own secret in a process of its
own; it verifies a batch in one, with all secrets but the first as fallbacks. The last line is `N passed, N failed`.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.core import signing
from hyperdiv_session import crypto

# Django would take the setting where a key is empty; a key that is none shows such a mistake.
settings.configure(SECRET_KEY="never used", SECRET_KEY_FALLBACKS=[])

BATCH = 50
MAX_AGE = 10
SALTS = {
    "hyperdiv": crypto.session_salt,
    "django": None,
    "django-timestamp": None,
    "django-dumps": "django.core.signing",
}


class Clock:
    """The originals' clock, which stands still."""

    now = 0.0

    def time(self):
        return self.now


CLOCK = Clock()
signing.time = CLOCK
crypto.time = CLOCK


class Theirs:
    """A format as the originals have it. `value` is the line that our side is given or prints."""

    def __init__(self, form, secrets, salt):
        self.form = form
        self.secrets = secrets
        self.salt = salt

    def _signer(self, secret, fallbacks=()):
        kind = signing.Signer if self.form == "django" else signing.TimestampSigner
        return kind(key=secret, salt=self.salt, fallback_keys=list(fallbacks))

    def sign(self, value, secret, compress):
        if self.form == "hyperdiv":
            if self.salt == crypto.session_salt and value == "":
                return crypto.generate_session_id(secret)
            payload = "%s.%d" % (value or crypto.random_string(), int(CLOCK.time()))
            return payload + "." + crypto.sign(payload, secret, salt=self.salt)
        if self.form == "django-dumps":
            return signing.dumps(json.loads(value), key=secret, salt=self.salt, compress=compress)
        return self._signer(secret).sign(value)

    def verify(self, token, max_age=None):
        """The value, or None. Whatever the originals raise refuses the token."""
        try:
            if self.form == "hyperdiv":
                parts = token.split(".")
                good = len(parts) == 3 and any(self._session(token, parts, secret) for secret in self.secrets)
                return parts[0] if good else None
            signer = self._signer(self.secrets[0], self.secrets[1:])
            if self.form == "django":
                return signer.unsign(token)
            if self.form == "django-timestamp":
                return signer.unsign(token, max_age=max_age)
            return compact(signer.unsign_object(token, max_age=max_age))
        except Exception:
            return None

    def _session(self, token, parts, secret):
        if self.salt == crypto.session_salt:
            return crypto.verify_session_id(token, secret)
        return crypto.verify(".".join(parts[:2]), parts[2], secret, salt=self.salt)


class Ours:
    """The same through the command line."""

    def __init__(self, program, form, files, salt, own_salt):
        self.base = [program, "token"]
        self.form = form
        self.files = files
        self.salt = [] if own_salt else ["--salt=" + salt]

    def _run(self, verb, options, lines):
        command = self.base + [verb, "--format", self.form] + self.salt + options
        text = "".join(line + "\n" for line in lines).encode()
        done = subprocess.run(command, input=text, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if done.returncode not in (0, 7):
            raise SystemExit("%s: %s" % (command, done.stderr.decode(errors="replace")))
        return done.stdout.decode().split("\n")[:-1]

    def sign(self, value, file, now, compress):
        options = ["--secret-file", file, "--now=%r" % now] + (["--compress"] if compress else [])
        return self._run("sign", options, [value])

    def verify(self, tokens, now, max_age=None):
        options = ["--secret-file", self.files[0], "--now=%r" % now]
        for file in self.files[1:]:
            options += ["--fallback-secret-file", file]
        options += ["--any-age"] if max_age is None else ["--max-age", str(max_age)]
        verdicts = self._run("verify", options, tokens)
        return [verdict[3:] if verdict.startswith("ok\t") else None for verdict in verdicts]


def compact(value):
    return json.dumps(value, separators=(",", ":"))


def random_text(rng):
    kind = rng.randrange(8)
    if kind == 0:
        return ""
    if kind == 1:
        return "".join(chr(rng.choice([c for c in range(0x20) if c != 0x0A] + [0x7F, 0x85])) for _ in range(rng.randrange(1, 9)))
    if kind == 2:
        return "x" * rng.randrange(1, 3000)
    if kind == 3:
        return rng.choice([":", "a:b", "::", " ", "\t", "a\r", "\u2028", "\ufeff", ".", "a:1r31eq:x"])
    ranges = [(0x20, 0x7F), (0xA0, 0x250), (0x400, 0x500), (0x2600, 0x2700), (0x1F300, 0x1F650)]
    picked = [rng.choice(ranges) for _ in range(rng.randrange(1, 40))]
    return "".join(chr(rng.randrange(*between)) for between in picked)


def random_number(rng):
    kind = rng.randrange(7)
    if kind == 0:
        return rng.randrange(-1000, 1000)
    if kind == 1:
        return rng.randrange(-(10**60), 10**60)
    if kind == 2:
        return rng.choice([0.0, -0.0, 1e16, 1e-5, 1e-4, 123456789012345680.0, 5e-324, 1.7976931348623157e308, 2.0**70])
    if kind == 3:
        return rng.uniform(-1, 1) * 10.0 ** rng.randrange(-320, 308)
    if kind == 4:
        return float(rng.randrange(-(10**17), 10**17))
    if kind == 5:
        return rng.choice([float("inf"), float("-inf"), float("nan"), True, False, None])
    return rng.random()


def random_object(rng, depth=0):
    kind = rng.randrange(4 if depth < 5 else 2)
    if kind == 0:
        return random_number(rng)
    if kind == 1:
        # A line feed inside a JSON string is written as an escape.
        return random_text(rng) + rng.choice(["", "\n", "\"\\/", "\ud83d"])
    if kind == 2:
        return [random_object(rng, depth + 1) for _ in range(rng.randrange(5))]
    return {random_text(rng): random_object(rng, depth + 1) for _ in range(rng.randrange(5))}


def random_value(rng, form):
    if form == "hyperdiv":
        return rng.choice(["", rng.randbytes(32).hex()])
    if form == "django-dumps":
        value = random_object(rng)
        separators = rng.choice([(",", ":"), (", ", ": "), (" ,\t", "\r: ")])
        text = json.dumps(value, ensure_ascii=False, separators=separators)
        # A lone surrogate has no UTF-8.
        return text if is_utf8(text) else json.dumps(value, separators=separators)
    return random_text(rng)


def is_utf8(text):
    try:
        return bool(text.encode()) or True
    except UnicodeEncodeError:
        return False


def tampered(rng, token):
    """The token in a few ways in which nobody has signed it."""
    at = rng.randrange(len(token))
    other = rng.choice([c for c in "0123456789abcdefXYZ-_:." if c != token[at]])
    return rng.choice([
        token[:at] + other + token[at + 1:],
        token[:at] + token[at + 1:],
        token[:at] + other + token[at:],
        token + rng.choice("0aA=: \r"),
        token[::-1] if token != token[::-1] else token[1:],
    ])


class Count:
    passed = 0
    failed = 0

    def check(self, good, *what):
        if good:
            self.passed += 1
        else:
            self.failed += 1
            print("DIFFERENCE", *(repr(part) for part in what), flush=True)


def batch(rng, pool, count, program, form, number, size, directory):
    secrets = [rng.randbytes(rng.randrange(1, 80)) + rng.choice([b"", b"", b"\n"]) for _ in range(size)]
    files = []
    for index, secret in enumerate(secrets):
        files.append(os.path.join(directory, str(index)))
        with open(files[-1], "wb") as file:
            file.write(secret)
    own_salt = number % 2 == 0
    salt = SALTS[form] if own_salt else "salt " + random_text(rng).replace("\0", "")
    now = rng.choice([0.0, 1.5, 1.7e9, 1767225600.999, rng.uniform(0, 9e10)])
    compress = form == "django-dumps" and number % 4 >= 2
    theirs, ours = Theirs(form, secrets, salt), Ours(program, form, files, salt, own_salt)
    CLOCK.now = now

    values = [random_value(rng, form) for _ in secrets]
    expected = [compact(json.loads(value)) if form == "django-dumps" else value for value in values]
    # Our side signs, and theirs verifies.
    own = list(pool.map(lambda value, file: ours.sign(value, file, now, compress), values, files))
    made = [theirs.sign(value, secret, compress) for value, secret in zip(values, secrets)]
    for value, want, lines, their in zip(values, expected, own, made):
        count.check(len(lines) == 1, form, "one line", lines)
        token = lines[0]
        if value != "" or form != "hyperdiv":
            count.check(theirs.verify(token) == want, form, "ours, verified by theirs", value, token)
            # Libraries differ in the bytes of zlib, and so in whether they are fewer than those of the JSON.
            same = token == their or (compress and "." in (token[:1], their[:1]))
            count.check(same, form, "the same bytes", value, token, their)
        else:
            count.check(theirs.verify(token) == token.split(".")[0], form, "a random session", token)
    # Their side signs, and ours verifies; what was tampered with is refused by both.
    for token, verdict in zip(made, ours.verify(made, now)):
        count.check(verdict is not None and verdict == theirs.verify(token), form, "theirs, verified by ours", token, verdict)
    bad = [tampered(rng, token) for token in made + [lines[0] for lines in own]]
    stranger = Theirs(form, [secrets[0] + b"'"], salt)
    bad += [stranger.sign(value, stranger.secrets[0], compress) for value in values]
    for token, verdict in zip(bad, ours.verify(bad, now)):
        count.check(verdict is None, form, "forged, verified by ours", token, verdict)
        count.check(theirs.verify(token) is None, form, "forged, verified by theirs", token)
    # A limit of age means the same to both; the original of `hyperdiv` has none.
    if form in ("django-timestamp", "django-dumps"):
        for later in (0, -60, MAX_AGE, MAX_AGE - 0.5, rng.uniform(0, 2 * MAX_AGE)):
            CLOCK.now = int(now) + later
            for token, verdict in zip(made, ours.verify(made, CLOCK.now, MAX_AGE)):
                count.check(verdict == theirs.verify(token, MAX_AGE), form, "age", later, token, verdict)


def main(program, values, seed):
    count = Count()
    with tempfile.TemporaryDirectory() as directory, ThreadPoolExecutor(os.cpu_count()) as pool:
        for form in SALTS:
            rng = random.Random("%s %s" % (seed, form))
            before = count.passed + count.failed
            for number, start in enumerate(range(0, values, BATCH)):
                batch(rng, pool, count, program, form, number, min(BATCH, values - start), directory)
            print("%s: %d values and secrets, %d checks" % (form, values, count.passed + count.failed - before), flush=True)
    print("%d passed, %d failed" % (count.passed, count.failed))
    return 1 if count.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
