"""Says of each event whether its kind's JSON Schema takes it.

Usage: validate.py SCHEMA_FOLDER < events.jsonl > verdicts
One line of input is one event. One line of output is "yes", or "no" and the reason.
Every schema is itself checked first, and its examples with it.
"""

import json
import pathlib
import sys

from jsonschema import Draft202012Validator


def load(folder):
    validators = {}
    for path in sorted(pathlib.Path(folder).glob("*.schema.json")):
        schema = json.loads(path.read_text(encoding="utf-8"))
        Draft202012Validator.check_schema(schema)
        validator = Draft202012Validator(schema)
        for example in schema["examples"]:
            validator.validate(example)
        validators[path.name.removesuffix(".schema.json")] = validator
    return validators


def verdict(validators, event):
    kind = event.get("kind") if isinstance(event, dict) else None
    if not isinstance(kind, str) or kind not in validators:
        return "no: no such kind"
    error = next(validators[kind].iter_errors(event), None)
    if error is None:
        return "yes"
    return "no: " + f"{error.json_path}: {error.message}".replace("\n", " ")[:300]


def main():
    validators = load(sys.argv[1])
    for line in sys.stdin.buffer:
        print(verdict(validators, json.loads(line)).encode("ascii", "replace").decode())


main()
