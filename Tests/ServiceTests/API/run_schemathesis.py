"""Runs schemathesis with the forms of bodies that it does not know itself.

Usage: run_schemathesis.py run URL [OPTIONS]
"""

import json
import sys

import schemathesis
from schemathesis.cli import schemathesis as program


@schemathesis.serializer("application/x-ndjson")
def lines(context, value):
    if isinstance(value, (bytes, str)):
        return value if isinstance(value, bytes) else value.encode("utf-8", "replace")
    return json.dumps(value).encode()


@schemathesis.serializer("application/zip")
def archive(context, value):
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


schemathesis.serializer.alias("application/jsonl", "application/x-ndjson")
schemathesis.serializer.alias("application/x-zip-compressed", "application/zip")
sys.exit(program())
