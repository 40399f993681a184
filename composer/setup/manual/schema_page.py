"""Manual pages about files: every key of a JSON Schema under its table, with its values and its default."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from composer.setup.manual.troff import heading, paragraph, subheading, tagged, title

Node = Mapping[str, Any]
_KINDS = {"string": "A text", "integer": "A whole number", "boolean": "Either true or false"}


class SchemaPage:
    """A manual page about one JSON Schema with its parts in ``$defs``."""

    def __init__(self, schema: Node) -> None:
        self._schema = schema
        self._parts: Mapping[str, Node] = schema["$defs"]

    def lines(self, name: str, about: str, files: tuple[str, ...], version: str) -> Iterator[str]:
        """The lines of the page in troff."""
        yield from title(name, 5, version, about)
        yield from heading("DESCRIPTION")
        yield from paragraph(str(self._schema["description"]))
        yield from paragraph("The file is TOML. A key that is not described here is a fault, and so is a wrong type.")
        yield from heading("KEYS")
        yield from self._table(self._schema, (), "")
        yield from heading("FILES")
        for file in files:
            yield from tagged(file, ())
        yield from heading("SEE ALSO")
        yield from paragraph("presend(1), presend-policy(5), presend-config(5), presend-machine(5)")

    def _table(self, node: Node, path: tuple[str, ...], header: str, about: str = "") -> Iterator[str]:
        """The lines about a table's own keys, then about the tables in it."""
        keys = {name: self._resolved(found) for name, found in self._resolved(node)["properties"].items()}
        tables = {name: self._table_in(found) for name, found in keys.items()}
        plain = {name: found for name, found in keys.items() if tables[name] is None}
        if header and plain:
            yield from subheading(header)
            yield from paragraph(about)
        required = self._resolved(node).get("required", ())
        for name, found in plain.items():
            yield from tagged(name, self._sentences(found, is_required=name in required))
        for name, table in tables.items():
            if table is not None:
                dotted = ".".join((*path, name))
                head = f"[[{dotted}]]" if keys[name].get("type") == "array" else f"[{dotted}]"
                yield from self._table(table, (*path, name), head, str(keys[name].get("description", "")))

    def _resolved(self, node: Node) -> Node:
        """A node merged with the part that it refers to; the node's own words win."""
        reference = str(node.get("$ref", "")).rpartition("/")[2]
        return {**self._parts[reference], **node} if reference else node

    def _table_in(self, node: Node) -> Node | None:
        """The table that a key holds, or that each item of its list is."""
        found = self._resolved(node["items"]) if node.get("type") == "array" else node
        return found if "properties" in found else None

    def _sentences(self, node: Node, *, is_required: bool) -> Iterator[str]:
        yield str(node.get("description", ""))
        yield self._values(node)
        if is_required:
            yield "Required."
        elif node.get("default") not in (None, "", [], {}):
            yield f"Default: {json.dumps(node['default'])}."
        else:
            yield "Not set by default."

    def _values(self, node: Node) -> str:
        if "enum" in node:
            return f"One of {', '.join(json.dumps(value) for value in node['enum'])}."
        if node.get("type") == "array":
            return "A list of texts."
        if node.get("type") == "object":
            return "A table of texts."
        limits = f" from {node['minimum']} to {node['maximum']}" if "minimum" in node else ""
        examples = f", such as {json.dumps(node['examples'][0])}" if "examples" in node else ""
        return f"{_KINDS[node['type']]}{limits}{examples}."
