"""A form's page as a person reads it: which fields it has, what is filled in already."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Field:
    """One question on the page: `name` as it is sent, `kind` text, textarea, select, date or file."""

    name: str
    kind: str
    value: str = ""
    required: bool = False
    options: list[str] = field(default_factory=list)
    title: str = ""


def fields(page: str) -> list[Field]:
    """The questions of a form's page, in order, with their titles and present values."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return list(reader.found.values())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, Field] = {}
        self._titles: dict[str, str] = {}
        self._label = self._area = self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        name = values.get("name", "")
        if tag == "label":
            self._label = values.get("for", "")
        elif name.startswith("entry.") and values.get("type") != "hidden":
            kind = values.get("type", "text") if tag == "input" else tag
            required = values.get("aria-required") == "true"
            label = self._titles.get(name, "").strip()
            title = label.removesuffix("*").strip() if required else label
            self.found[name] = Field(name, kind, values.get("value", ""), required, [], title)
            self._area, self._select = (name if tag == "textarea" else ""), (name if tag == "select" else "")
        elif tag == "option" and self._select and values.get("value"):
            chosen = self.found[self._select]
            chosen.options.append(values["value"])
            if "selected" in values:
                chosen.value = values["value"]

    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "label":
                self._label = ""
            case "textarea":
                self._area = ""
            case "select":
                self._select = ""

    def handle_data(self, data: str) -> None:
        if self._label:
            self._titles[self._label] = self._titles.get(self._label, "") + data
        elif self._area:
            self.found[self._area].value += data.removeprefix("\n")
