"""The village head's side: the spreadsheet, as a person sees it and types into it."""

from __future__ import annotations

from typing import Any

import requests

from tests.system.patience import PATIENCE, until

TIMEOUT = 20
DESK = "Meja"
Json = dict[str, Any]


class Book:
    """One spreadsheet, over the control endpoint."""

    def __init__(self, url: str, spreadsheet: str) -> None:
        self._url = f"{url}/_sim/google/spreadsheets/{spreadsheet}"
        self._web = requests.Session()
        self._web.trust_env = False
        self._seen: Json = {"version": -1}

    def close(self) -> None:
        self._web.close()

    def act(self, deed: str, **body: Any) -> None:
        """Do something by hand; a refusal fails the test."""
        answer = self._web.post(f"{self._url}/{deed}", json=body, timeout=TIMEOUT)
        assert answer.ok, answer.text

    def type(self, cell: str, value: str, **where: Any) -> None:
        """Type into a cell of the tab given by `sheetId` or `title`."""
        self.act("cells", cell=cell, value=value, **where)

    def cells(self, title: str) -> list[list[Json]]:
        """What is seen of a tab: no rows where it is not there."""
        answer = self._web.get(self._url, params={"since": self._seen["version"]}, timeout=TIMEOUT)
        answer.raise_for_status()
        if not answer.json().get("unchanged"):
            self._seen = answer.json()
        sheet = next((sheet for sheet in self._seen["sheets"] if sheet["title"] == title), None)
        rows: list[list[Json]] = sheet["rows"] if sheet else []
        return rows


class Desk:
    """The tab `Meja` by its headers. A request is found by its number or by the person's name."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def rows(self) -> list[dict[str, str]]:
        """All rows, top first; `#` is the row's number in the tab."""
        cells = [[cell["value"] for cell in row] for row in self._book.cells(DESK)]
        return [dict(zip(cells[0], row, strict=True)) | {"#": str(n)} for n, row in enumerate(cells[1:], 2)]

    def stands(self) -> bool:
        """Whether the tab is there."""
        return bool(self._book.cells(DESK))

    def find(self, who: str, **wanted: str) -> dict[str, str] | None:
        """The newest row of a request in which each wanted column holds the wanted words, or None."""
        mine = (row for row in self.rows() if who in {row["No. Permohonan"], row["Nama"]})
        columns = {name.replace("_", " "): words for name, words in wanted.items()}
        return next((row for row in mine if all(words in row[name] for name, words in columns.items())), None)

    def wait(self, who: str, seconds: float = PATIENCE, **wanted: str) -> dict[str, str]:
        """`find`, once it is so. Columns by keyword, `_` for a space: `wait("SKU-7K3Q", Status="Selesai")`."""
        try:
            return until(lambda: self.find(who, **wanted), f"{who} on the desk with {wanted}", seconds)
        except AssertionError as error:
            error.add_note(f"the desk says: {self.find(who)}")
            raise

    def decide(self, who: str, decision: str, message: str = "") -> None:
        """Pick a decision, the message first."""
        row = self.wait(who)["#"]
        if message:
            self._book.type(f"B{row}", message, title=DESK)
        self._book.type(f"A{row}", decision, title=DESK)
