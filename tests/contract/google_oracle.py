"""An oracle that we did not write: Google's own discovery documents, as they come with google-api-python-client.

They are turned into JSON Schema and judge both sides: what a client asks (path, query, body, field masks) and what the
simulator answers. What they cannot judge is behaviour; that is what the contract tests are for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from googleapiclient.discovery_cache import get_static_doc
from jsonschema import Draft202012Validator

Json = dict[str, Any]
Query = Mapping[str, Sequence[str]]
APIS = (("sheets", "v4"), ("forms", "v1"), ("drive", "v3"))

# gspread sends these although the documents do not know them (they are ignored by Google).
UNDOCUMENTED_QUERY = {"drive.files.get": {"includeItemsFromAllDrives"}, "drive.permissions.create": {"withLink"}}
# What the `fields` of a request are fields of: the documents only say "a field mask".
MASKED = {
    "AppendCellsRequest": "CellData",
    "RepeatCellRequest": "CellData",
    "UpdateCellsRequest": "CellData",
    "UpdateDimensionPropertiesRequest": "DimensionProperties",
    "UpdateFormInfoRequest": "Info",
    "UpdateItemRequest": "Item",
    "UpdateProtectedRangeRequest": "ProtectedRange",
    "UpdateSheetPropertiesRequest": "SheetProperties",
    "UpdateSpreadsheetPropertiesRequest": "SpreadsheetProperties",
    "SetPublishSettingsRequest": "PublishSettings",
}
ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message", "status"],
            "properties": {
                "code": {"type": "integer"},
                "message": {"type": "string"},
                "status": {"type": "string", "pattern": "^[A-Z_]+$"},
                "errors": {"type": "array"},
                "details": {"type": "array"},
            },
            "additionalProperties": False,
        }
    },
    "additionalProperties": False,
}


class OracleError(AssertionError):
    """A request or an answer that Google's documents do not allow."""


@dataclass(frozen=True)
class Method:
    """One method of one API as its document describes it."""

    id: str
    http: str
    path: re.Pattern[str]
    static: int  # letters of the path that are no parameter: of two that match, the one with more is meant
    parameters: Mapping[str, Json]
    request: str | None
    response: str | None
    api: Api


class Api:
    """One discovery document: its methods, and its schemas as JSON Schema in a lenient and a strict reading."""

    def __init__(self, name: str, version: str) -> None:
        document = json.loads(get_static_doc(name, version))
        self.raw: Mapping[str, Json] = document["schemas"]
        self._definitions = {True: self._convert_all(nullable=True), False: self._convert_all(nullable=False)}
        self._common: Mapping[str, Json] = document["parameters"]
        self.methods = [self._method(raw, document["servicePath"]) for raw in _methods(document)]

    def _method(self, raw: Json, service_path: str) -> Method:
        path = "/" + service_path + raw["path"]
        parts = re.split(r"\{\+?([^}]+)\}", path)
        pattern = "".join(re.escape(part) if i % 2 == 0 else "(.+?)" for i, part in enumerate(parts))
        return Method(
            id=raw["id"],
            http=raw["httpMethod"],
            path=re.compile(pattern),
            static=sum(len(part) for part in parts[::2]),
            parameters={**self._common, **raw.get("parameters", {})},
            request=raw.get("request", {}).get("$ref"),
            response=raw.get("response", {}).get("$ref"),
            api=self,
        )

    def _convert_all(self, *, nullable: bool) -> Json:
        return {name: _converted(schema, nullable=nullable) for name, schema in self.raw.items()}

    def errors(self, schema: str, value: object, *, nullable: bool) -> Iterator[str]:
        """Say what is wrong with a value. Requests may hold null (it means unset), answers may not."""
        validator = _validator(self, schema, nullable)
        for error in validator.iter_errors(value):
            yield f"{error.json_path}: {error.message[:200]}"

    def validator(self, schema: str, *, nullable: bool) -> Draft202012Validator:
        """Compile a schema with all that it refers to."""
        return Draft202012Validator({"$ref": f"#/$defs/{schema}", "$defs": self._definitions[nullable]})

    def unknown_fields(self, schema: str, tree: Mapping[str, Any], above: str = "") -> Iterator[str]:
        """Yield the names of a field mask that the schema does not have."""
        properties = self.raw[schema].get("properties", {})
        for name, below in tree.items():
            if name == "*":
                continue
            if name not in properties:
                yield f"{above}{name}"
                continue
            inner = _referred(properties[name])
            if below and inner:
                yield from self.unknown_fields(inner, below, f"{above}{name}.")


@cache
def _validator(api: Api, schema: str, nullable: bool) -> Draft202012Validator:
    return api.validator(schema, nullable=nullable)


def _methods(node: Json) -> Iterator[Json]:
    yield from node.get("methods", {}).values()
    for below in node.get("resources", {}).values():
        yield from _methods(below)


def _referred(schema: Json) -> str | None:
    return (
        schema.get("$ref") or schema.get("items", {}).get("$ref") or schema.get("additionalProperties", {}).get("$ref")
    )


def _converted(schema: Json, *, nullable: bool) -> Json:
    if "$ref" in schema:
        return {"$ref": f"#/$defs/{schema['$ref']}"}
    kind = schema["type"]
    if kind == "any":
        return {}
    plain: Json = {"type": [kind, "null"] if nullable else kind}
    if kind == "array":
        plain["items"] = _converted(schema["items"], nullable=nullable)
    if kind == "object":
        names = schema.get("properties", {}).items()
        rest = schema.get("additionalProperties")
        plain["properties"] = {name: _converted(part, nullable=nullable) for name, part in names}
        plain["additionalProperties"] = _converted(rest, nullable=nullable) if rest else False
    if "enum" in schema:
        plain["enum"] = [*schema["enum"], *([None] if nullable else [])]
    if schema.get("format") in {"int64", "uint64"}:
        plain |= {"type": ["string", "null"] if nullable else "string", "pattern": r"^-?\d+$"}
    return plain


def mask_tree(mask: str) -> Json:
    """Read a field mask into nested names. OracleError when it cannot be read."""
    tree: Json = {}
    above: list[Json] = []
    here = tree
    for token in re.findall(r"[\w*]+|[(),./]", mask):
        if token == ",":
            here = above[-1] if above else tree
        elif token == "(":
            above.append(here)
        elif token == ")":
            above.pop()
        elif token not in "./":
            here = here.setdefault(token, {})
    if above or not tree:
        raise OracleError(f"not a field mask: {mask!r}")
    return tree


class Oracle:
    """The judge. Both checks raise OracleError; paths are as on the wire after percent-decoding, without host."""

    def __init__(self) -> None:
        self._methods = [method for name, version in APIS for method in Api(name, version).methods]

    def method(self, http: str, path: str) -> Method:
        """Find the method that a request means."""
        found = [method for method in self._methods if method.http == http and method.path.fullmatch(path)]
        if not found:
            raise OracleError(f"Google knows no {http} {path}")
        return max(found, key=lambda method: method.static)

    def check_request(self, method: str, path: str, query: Query | None = None, body: Any = None) -> None:
        """Check the path, every query parameter, the body and the field masks in both."""
        known = self.method(method, path)
        _raise(f"{method} {path}", [*self._query_errors(known, query or {}), *_body_errors(known, body)])

    def _query_errors(self, method: Method, query: Query) -> Iterator[str]:
        for name, values in query.items():
            if name in UNDOCUMENTED_QUERY.get(method.id, set()):
                continue
            schema = method.parameters.get(name)
            if schema is None:
                yield f"unknown query parameter {name}"
                continue
            if len(values) > 1 and not schema.get("repeated"):
                yield f"query parameter {name} is given {len(values)} times"
            yield from (f"query parameter {name}={value}" for value in values if not _fits(schema, value))
        for mask in query.get("fields", []):
            if method.response:
                names = method.api.unknown_fields(method.response, mask_tree(mask))
                yield from (f"unknown field {name} in the query's mask" for name in names)
        for name, schema in method.parameters.items():
            if schema.get("required") and schema["location"] == "query" and name not in query:
                yield f"query parameter {name} is missing"

    def check_response(self, method: str, path: str, status: int, body: Any) -> None:
        """Check the body of an answer: the method's own resource, or the error envelope from 400 on."""
        known = self.method(method, path)
        if status >= 400:
            wrong = [f"{e.json_path}: {e.message[:200]}" for e in Draft202012Validator(ERROR).iter_errors(body)]
            if not wrong and body["error"]["code"] != status:
                wrong = [f"the envelope says {body['error']['code']}"]
        elif known.response is None:
            wrong = [] if body in ({}, None, "") else ["a body where there is none"]
        else:
            wrong = list(known.api.errors(known.response, body, nullable=False))
        _raise(f"{status} of {method} {path}", wrong)


def _raise(what: str, wrong: Iterable[str]) -> None:
    found = list(wrong)
    if found:
        raise OracleError("\n  ".join([what, *found[:10]]))


def _fits(schema: Json, value: str) -> bool:
    if "enum" in schema:
        return value in schema["enum"]
    if schema["type"] == "boolean":
        return value in {"true", "false", "True", "False"}  # Google takes both spellings
    return schema["type"] != "integer" or re.fullmatch(r"-?\d+", value) is not None


def _body_errors(method: Method, body: Any) -> Iterator[str]:
    if method.request is None:
        if body not in (None, b"", {}):
            yield "a body where there is none"
        return
    wanted = {} if body is None else body
    yield from method.api.errors(method.request, wanted, nullable=True)
    yield from _mask_errors(method.api, method.request, wanted)


def _mask_errors(api: Api, schema: str, value: Any) -> Iterator[str]:
    """Walk a body along its schema and judge every update mask on the way."""
    if not isinstance(value, dict):
        return
    for name, below in value.items():
        known = api.raw[schema].get("properties", {}).get(name, {})
        if known.get("format") == "google-fieldmask" and schema in MASKED:
            names = api.unknown_fields(MASKED[schema], mask_tree(below))
            yield from (f"unknown field {field} in the mask of {schema}" for field in names)
        inner = _referred(known)
        for part in (below if isinstance(below, list) else [below]) if inner else []:
            yield from _mask_errors(api, inner or "", part)
