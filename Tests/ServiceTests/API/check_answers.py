"""Says of each answer of the service whether the OpenAPI document has it.

Usage: check_answers.py openapi.json < answers.jsonl > verdicts
One line of input is one answer: path (of the document), method, status, type and, where it is JSON, body. One line of
output is "yes", or what is wrong. Members that the document does not name are wrong here: it is to be complete.
"""

import copy
import json
import sys

from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012


def close(schema):
    """Lets no object have members that are not named, unless it says that it may."""
    if isinstance(schema, dict):
        if "properties" in schema and "additionalProperties" not in schema:
            schema["additionalProperties"] = False
        for value in schema.values():
            close(value)
    elif isinstance(schema, list):
        for value in schema:
            close(value)


def resolved(document, value):
    while "$ref" in value:
        target = document
        for part in value["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        value = target
    return value


def verdict(document, registry, answer):
    place = f"{answer['method'].upper()} {answer['address']} answers {answer['status']}"
    operation = document["paths"].get(answer["path"], {}).get(answer["method"])
    if operation is None:
        return f"{place}: there is no such operation"
    response = operation["responses"].get(answer["status"])
    if response is None:
        return f"{place}: the document has no such status"
    response = resolved(document, response)
    kind = answer.get("type")
    if kind is None:
        return "yes" if "content" not in response else f"{place} without a body"
    media = response.get("content", {}).get(kind)
    if media is None:
        return f"{place} as {kind}, which the document does not have"
    if "body" not in answer:
        return "yes"
    schema = copy.deepcopy(media["schema"])
    close(schema)
    text = json.dumps(schema).replace('"#/', '"urn:document#/')
    validator = Draft202012Validator(
        json.loads(text), registry=registry, format_checker=Draft202012Validator.FORMAT_CHECKER)
    error = next(validator.iter_errors(answer["body"]), None)
    if error is None:
        return "yes"
    return f"{place}: {error.json_path}: {error.message}".replace("\n", " ")[:600]


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        document = json.load(file)
    closed = copy.deepcopy(document)
    close(closed["components"]["schemas"])
    registry = Registry().with_resource("urn:document", Resource(contents=closed, specification=DRAFT202012))
    for line in sys.stdin.buffer:
        print(verdict(document, registry, json.loads(line)).encode("ascii", "replace").decode())


main()
