"""The village head's side: the spreadsheet, as a person sees it and types into it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import requests

from simulator.google.a1 import letters
from tests.system.patience import PATIENCE, until

TIMEOUT = 20
DESK = "Meja"
Json = dict[str, Any]


class Book:
    """One spreadsheet, over the control endpoint, in the hands of its owner or of the person with the e-mail `who`.

    The tab of an act is given by `sheetId` or `title`; rows and columns are counted from 0, ends excluded; cells and
    their ranges are in A1 notation.
    """

    def __init__(self, url: str, spreadsheet: str, who: str | None = None) -> None:
        self.id = spreadsheet
        self._address = url
        self._url = f"{url}/_sim/google/spreadsheets/{spreadsheet}"
        self._who = {"as": who} if who else {}
        self._web = requests.Session()
        self._web.trust_env = False
        self._seen: Json = {"version": -1}

    def close(self) -> None:
        self._web.close()

    def of(self, who: str) -> Book:
        """The same spreadsheet in another person's hands; to be closed too."""
        return Book(self._address, self.id, who)

    def act(self, deed: str, **body: Any) -> Json:
        """Do something by hand; a refusal fails the test."""
        answer = self._web.post(f"{self._url}/{deed}", json=self._who | body, timeout=TIMEOUT)
        assert answer.ok, answer.text
        found: Json = answer.json()
        return found

    def refused(self, deed: str, **body: Any) -> str:
        """Try something by hand that is to be refused; what is said then."""
        answer = self._web.post(f"{self._url}/{deed}", json=self._who | body, timeout=TIMEOUT)
        assert not answer.ok, f"{deed} was not refused"
        return str(answer.json()["error"])

    # --- cells --------------------------------------------------------------------------------------------------

    def type(self, cell: str, value: str, **where: Any) -> None:
        """Type into a cell, a header's too."""
        self.act("cells", cell=cell, value=value, **where)

    def tick(self, cell: str, **where: Any) -> None:
        """Tap a checkbox: it is turned over, or set to `ticked`."""
        self.act("tick", cell=cell, **where)

    def clear(self, cells: str, **where: Any) -> None:
        """Empty cells."""
        self.act("clear", range=cells, **where)

    def paste(self, cell: str, *lines: list[str], **where: Any) -> None:
        """Paste a block of texts over whatever is there."""
        self.act("paste", cell=cell, values=lines, **where)

    def copy(self, cells: str, to: str, **where: Any) -> None:
        """Copy cells with all that they carry."""
        self.act("copy", range=cells, to=to, **where)

    def cut(self, cells: str, to: str, **where: Any) -> None:
        """Cut cells, such as the row `5:5`, and paste them elsewhere."""
        self.act("cut", range=cells, to=to, **where)

    def fill(self, cells: str, **where: Any) -> None:
        """Fill cells down from the first row of the range."""
        self.act("fill", range=cells, **where)

    # --- rows and columns ---------------------------------------------------------------------------------------

    def sort(self, column: int, cells: str = "", *, ascending: bool = True, **where: Any) -> None:
        """Sort the whole tab, or some of its cells only."""
        self.act("sort", column=column, ascending=ascending, **({"range": cells} if cells else {}), **where)

    def filter(self, column: int, *hidden: str, **where: Any) -> None:
        """Hide the rows that show one of these texts in a column."""
        self.act("filter", column=column, hidden=hidden, **where)

    def clear_filter(self, **where: Any) -> None:
        """See all rows again."""
        self.act("filter/clear", **where)

    def insert_rows(self, start: int, end: int, **where: Any) -> None:
        """Insert blank rows."""
        self.act("rows/insert", start=start, end=end, **where)

    def delete_rows(self, start: int, end: int, **where: Any) -> None:
        """Delete rows."""
        self.act("rows/delete", start=start, end=end, **where)

    def insert_column(self, column: int, **where: Any) -> None:
        """Insert a blank column."""
        self.act("columns/insert", column=column, **where)

    def move_column(self, column: int, to: int, **where: Any) -> None:
        """Drag a column to another place."""
        self.act("columns/move", column=column, to=to, **where)

    def hide_column(self, column: int, *, hidden: bool = True, **where: Any) -> None:
        """Hide a column, or show it again."""
        self.act("columns/hide", column=column, hidden=hidden, **where)

    def duplicate_column(self, column: int, **where: Any) -> None:
        """Put a copy of a column behind it."""
        self.act("columns/duplicate", column=column, **where)

    def delete_column(self, column: int, **where: Any) -> None:
        """Delete a column."""
        self.act("columns/delete", column=column, **where)

    # --- tabs and the whole -------------------------------------------------------------------------------------

    def rename_tab(self, title: str, new: str) -> None:
        """Give a tab another title."""
        self.act("sheets/rename", sheetId=self._tab(title)["sheetId"], title=new)

    def delete_tab(self, **where: Any) -> None:
        """Delete a tab that no form writes to."""
        self.act("sheets/delete", **where)

    def duplicate_tab(self, **where: Any) -> None:
        """Put a copy of a tab behind it, as `Copy of ...` or `copyTitle`."""
        self.act("sheets/duplicate", **where)

    def to_table(self, **where: Any) -> None:
        """Convert what is filled, or `range`, to a table."""
        self.act("table", **where)

    def change_locale(self, locale: str) -> None:
        """Choose another locale in the settings."""
        self.act("settings", locale=locale)

    def protect(self, cells: str = "", *, editors: Sequence[str] = (), **where: Any) -> None:
        """Protect cells or a whole tab: for the owner and these editors, or with `warningOnly` only by a warning."""
        self.act("protect", editors=editors, **({"range": cells} if cells else {}), **where)

    def share(self, **access: Any) -> None:
        """Choose in the share dialogue: `shared` with the service account, `link`, `editorsShare`."""
        self.act("share", **access)

    def name_version(self, name: str) -> int:
        """Name the present version; its number, for `restore`."""
        return int(self.act("versions/name", name=name)["version"])

    def versions(self) -> list[Json]:
        """The version history, oldest first."""
        answer = self._web.get(f"{self._url}/versions", timeout=TIMEOUT)
        answer.raise_for_status()
        found: list[Json] = answer.json()["versions"]
        return found

    def restore(self, version: int) -> None:
        """Restore the whole file to an earlier version."""
        self.act("versions/restore", version=version)

    # --- what is seen -------------------------------------------------------------------------------------------

    def cells(self, title: str) -> list[list[Json]]:
        """What is seen of a tab: no rows where it is not there."""
        self._look()
        sheet = next((sheet for sheet in self._seen["sheets"] if sheet["title"] == title), None)
        rows: list[list[Json]] = sheet["rows"] if sheet else []
        return rows

    def texts(self, title: str) -> list[list[str]]:
        """The texts of a tab, hidden rows and columns too."""
        return [[cell["value"] for cell in row] for row in self.cells(title)]

    def titles(self) -> list[str]:
        """The tabs from left to right."""
        self._look()
        return [sheet["title"] for sheet in self._seen["sheets"]]

    def _tab(self, title: str) -> Json:
        self._look()
        found: Json = next(sheet for sheet in self._seen["sheets"] if sheet["title"] == title)
        return found

    def _look(self) -> None:
        answer = self._web.get(self._url, params={"since": self._seen["version"]}, timeout=TIMEOUT)
        answer.raise_for_status()
        if not answer.json().get("unchanged"):
            self._seen = answer.json()


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

    def column(self, header: str) -> int:
        """The place of a column, counted from 0."""
        return [cell["value"] for cell in self._book.cells(DESK)[0]].index(header)

    def cell(self, who: str, header: str) -> str:
        """The address of a request's cell, such as `C5`."""
        return f"{letters(self.column(header))}{self.wait(who)['#']}"

    def type(self, who: str, header: str, value: str) -> None:
        """Type into a request's cell."""
        self._book.type(self.cell(who, header), value, title=DESK)

    def tick(self, who: str, header: str, *, ticked: bool = True) -> None:
        """Tick a request's checkbox, or untick it."""
        self._book.tick(self.cell(who, header), ticked=ticked, title=DESK)

    def decide(self, who: str, decision: str, message: str = "") -> None:
        """Pick a decision, the message first."""
        row = self.wait(who)["#"]
        if message:
            self._book.type(f"B{row}", message, title=DESK)
        self._book.type(f"A{row}", decision, title=DESK)
