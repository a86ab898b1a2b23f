"""What the spreadsheet says to the village head."""

import ast
from datetime import timedelta
from itertools import chain
from pathlib import Path

import pytest

import office
from office.cases import Concern, News, Status
from office.ledger import outbox
from office.notices import NoticeKind
from sheets_sync.texts import CONCERN_KINDS, concern, news, when
from tests.unit.builders import JAKARTA, NOON, PHONE, SKU, arrival, dossier

ROOMS = (Path(office.__file__).parent, Path(office.__file__).parents[1] / "sheets_sync")
OUTBOX_STATES = ("created", "held", "sending", "delivered", "permanent-failure", "uncertain")
TO_CITIZENS = [kind for kind in NoticeKind if not kind.startswith("staff")]


def concerns_in_the_code() -> set[str]:
    """The first arguments of every `Concern(...)` that the rooms write, constants looked up."""
    trees = [
        ast.parse(path.read_text(encoding="utf-8")) for path in chain.from_iterable(r.rglob("*.py") for r in ROOMS)
    ]
    constants = {
        target.id: node.value.value
        for node in chain.from_iterable(map(ast.walk, trees))
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    found: set[str] = set()
    for tree in trees:
        for call in ast.walk(tree):
            if (
                isinstance(call, ast.Call)
                and isinstance(call.func, ast.Name)
                and call.func.id == "Concern"
                and call.args
            ):
                found |= {_value(part, constants) for part in _choices(call.args[0])}
    return found


def _choices(argument: ast.expr) -> list[ast.expr]:
    return [argument.body, argument.orelse] if isinstance(argument, ast.IfExp) else [argument]


def _value(part: ast.expr, constants: dict[str, object]) -> str:
    value = part.value if isinstance(part, ast.Constant) else constants[part.id] if isinstance(part, ast.Name) else None
    assert isinstance(value, str), ast.dump(part)
    return value


def test_every_concern_has_words_and_no_words_are_for_nothing() -> None:
    """Whatever the office can remark is told; what it cannot remark any more is not kept."""
    assert concerns_in_the_code() == CONCERN_KINDS


@pytest.mark.parametrize("kind", sorted(CONCERN_KINDS))
def test_a_remark_is_one_plain_line(kind: str) -> None:
    """It ends as a sentence does, names what it is about, and takes whatever that is called."""
    line = concern(Concern(kind, "Alamat {RT}"))
    assert "\n" not in line
    assert line.endswith(".")
    assert ("{" in line) == ("Alamat {RT}" in line)


def test_a_moment_is_written_as_indonesians_do() -> None:
    """In the village's own time."""
    assert when(NOON, JAKARTA) == "23/11/2026 12.00"


def told(kind: NoticeKind, state: str) -> str:
    mine = dossier(news=News(kind, state, NOON + timedelta(minutes=3)))
    return news(mine, SKU, JAKARTA)


@pytest.mark.parametrize("state", OUTBOX_STATES)
@pytest.mark.parametrize("kind", TO_CITIZENS)
def test_every_notice_in_every_state_has_its_sentence(kind: NoticeKind, state: str) -> None:
    """What the citizen was told and when; if it did not arrive, whom to phone."""
    sentence = told(kind, state)
    assert sentence.endswith({
        "created": ": sedang dikirim",
        "held": f"Menunggu konfirmasi warga - bila lama, hubungi {PHONE}",
        "sending": ": sedang dikirim",
        "delivered": " 23/11/2026 12.03",
        "permanent-failure": f": tidak sampai - hubungi {PHONE}",
        "uncertain": f": tidak pasti sampai - hubungi {PHONE}",
    }[state])  # fmt: skip
    assert len(sentence.split(":")[0]) > 5


def test_the_states_are_the_outboxs_own() -> None:
    """None was forgotten above."""
    known = {
        getattr(outbox, name) for name in ("CREATED", "HELD", "SENDING", "DELIVERED", "PERMANENT_FAILURE", "UNCERTAIN")
    }
    assert known == set(OUTBOX_STATES)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (NoticeKind.RECEIPT, "Diterima 23/11/2026 12.03"),
        (NoticeKind.CORRECTION_RECEIPT, "Perbaikan diterima 23/11/2026 12.03"),
        (NoticeKind.LATE_CORRECTION, "Perbaikan tidak dipakai 23/11/2026 12.03"),
        (NoticeKind.INCOMPLETE, "Diminta melengkapi 23/11/2026 12.03"),
        (NoticeKind.REJECTED, "Ditolak 23/11/2026 12.03"),
        (NoticeKind.LETTER, "Surat dikirim 23/11/2026 12.03"),
        (NoticeKind.READY, "Siap diambil 23/11/2026 12.03"),
        (NoticeKind.CONFIRM_REMINDER, "Diminta konfirmasi 23/11/2026 12.03"),
        (NoticeKind.WITHDRAWN, "Surat dicabut 23/11/2026 12.03"),
        (NoticeKind.EXPIRED, "Ditutup karena belum dilengkapi 23/11/2026 12.03"),
    ],
)
def test_what_was_told(kind: NoticeKind, words: str) -> None:
    """In two or three words."""
    assert told(kind, "delivered") == words


def test_nothing_was_told_yet() -> None:
    """Then nothing is said."""
    assert news(dossier(), SKU, JAKARTA) == ""


@pytest.mark.parametrize("status", [Status.NEW, Status.APPROVED, Status.READY, Status.INCOMPLETE, Status.EXPIRED])
def test_a_case_without_a_chat_says_whom_to_phone(status: Status) -> None:
    """Somebody has to."""
    assert news(dossier(chat_id=None, status=status), SKU, JAKARTA) == f"Belum dikabari - hubungi {PHONE}"


@pytest.mark.parametrize("status", [Status.DONE, Status.SUPERSEDED])
def test_a_finished_case_without_a_chat_needs_no_call(status: Status) -> None:
    """Nothing is to be done any more."""
    assert news(dossier(chat_id=None, status=status), SKU, JAKARTA) == ""


def test_where_no_number_was_left() -> None:
    """The papers tell who it is."""
    mine = dossier(arrival("", {"Nomor/Username Telegram": ""}), chat_id=None)
    assert news(mine, SKU, JAKARTA) == "Belum dikabari - hubungi warga lewat berkasnya"
