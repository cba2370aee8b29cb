"""Takes the strings out of the published lists of hostile markup, and writes them as one file of JSON.

Called with the file to write, and with ARCHIVE=SHA256 for each of the lists. An archive with another digest ends it. Prints how many
strings each list has. Whatever is in an archive is read as data; nothing of it is run.
"""

import ast
import hashlib
import json
import re
import sys
import tarfile
import xml.etree.ElementTree as xml
from pathlib import PurePosixPath


def literals(source):
    """The string literals of a Python program that could be markup or an address."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search(r"[<:&]", node.value):
            yield node.value


def quoted(source):
    """The string literals of a JavaScript or TypeScript program, as far as JSON can read them."""
    for text in re.findall(r'"(?:[^"\\\n]|\\.)*"', source):
        try:
            yield json.loads(re.sub(r"\\x([0-9a-fA-F]{2})", r"\\u00\1", text).replace("\\'", "'"))
        except ValueError:
            yield text[1:-1]
    for text in re.findall(r"'((?:[^'\\\n]|\\.)*)'|`([^`]*)`", source):
        yield text[0] or text[1]


def feed(source):
    """The texts of a feed that hold markup."""
    try:
        root = xml.fromstring(source)
    except xml.ParseError:
        yield source.decode("utf-8", "replace")
        return
    for element in root.iter():
        if element.text and "<" in element.text:
            yield element.text
        elif element.get("type") == "application/xhtml+xml" or element.get("mode") == "xml":
            inside = "".join(xml.tostring(child, encoding="unicode") for child in element)
            yield re.sub(r"\bns\d+:| xmlns:\w+=\"[^\"]*\"", "", inside)


def fixtures(text):
    """The inputs of a file of cases: a title, then what goes in and what comes out between lines of one dot."""
    return text.split("\n.\n")[1::3]


def read(name, data):
    """The strings of one file of an archive."""
    text = data.decode("utf-8", "replace")
    base = PurePosixPath(name).name
    if base == "blns.json":
        return json.loads(text)
    if base == "seed.xss":
        return text.splitlines()
    if name.endswith(("tests/utils.js", "__tests__/index.test.ts")):
        return quoted(text)
    if "/wellformed/sanitize/" in name and base.endswith(".xml"):
        return feed(data)
    if "/tree-construction/" in name and base.endswith(".dat"):
        return re.findall(r"^#data\n(.*?)\n#errors", text, re.M | re.S)
    if "/tests/data/" in name and base.endswith(".test") or base == "test_clean.txt":
        return [text]
    if base == "test_clean.py":
        return literals(text)
    if base == "xss.md":
        return fixtures(text)
    return []


def main(target, *lists):
    strings, acceptable = {}, {}
    for archive in lists:
        path, expected = archive.rsplit("=", 1)
        with open(path, "rb") as file:
            digest = hashlib.sha256(file.read()).hexdigest()
        if digest != expected:
            sys.exit(f"{path} is not the archive that was read when this was written: its SHA-256 is {digest}")
        found = 0
        with tarfile.open(path) as tar:
            for member in tar:
                if not member.isfile():
                    continue
                for text in read(member.name, tar.extractfile(member).read()):
                    # A lone half of a character cannot be a string in Rust.
                    text = text.encode("utf-8", "replace").decode("utf-8")
                    into = acceptable if "/acceptable_" in member.name else strings
                    into[text] = None
                    found += 1
        print(f"{PurePosixPath(path).name}: {found}")
        if found == 0:
            sys.exit(f"{path} has no strings where they were")
    with open(target, "w", encoding="utf-8") as file:
        json.dump({"strings": [*strings], "acceptable": [*acceptable]}, file)
    print(f"{len(strings)} different strings, {len(acceptable)} that are harmless")


main(*sys.argv[1:])
