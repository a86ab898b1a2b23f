"""A mixed afternoon: many people at once, over all services, while network and providers stumble."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from simulator.persons import Person
from tests.system.citizen import Citizen
from tests.system.conftest import Found
from tests.system.patience import until
from tests.system.village import Raw, Village

BUTTONS = ("Akta Kelahiran", "Kartu Keluarga", "Surat Nikah", "SKTM", "SKU", "Surat Kematian")
READ, WRITE = "/v4/spreadsheets/*/values:batchGetByDataFilter", "/v4/spreadsheets/*:batchUpdate"
AT_A_TIME = 4  # approvals at once; more than five would be held back
LAST_NAMES = ("Anggrek", "Bakung", "Cempaka", "Dahlia", "Edelweis", "Flamboyan", "Gardenia", "Kamboja", "Lavender",
              "Melati", "Nusa", "Seruni")  # fmt: skip
PATIENCE = 60.0


def with_the_six(raw: Raw) -> None:
    """Offer the six services of the first paper."""
    raw["layanan"] = {key: block for key, block in raw["layanan"].items() if block["tombol"] in BUTTONS}


def stumble(village: Village) -> None:
    """A handful of faults, spread over the calls to come."""
    for path, kind, skip in (
        ("/bot/sendMessage", "429", 2),
        ("/bot/sendMessage", "500", 6),
        ("/bot/sendMessage", "drop_before", 9),
        ("/bot/sendMessage", "drop_after", 13),
        ("/bot/editMessageText", "drop_after", 3),
        ("/bot/answerCallbackQuery", "500", 2),
        ("/bot/getUpdates", "502", 1),
        ("/bot/getUpdates", "drop_after", 2),
        ("/bot/sendDocument", "drop_after", 0),
        ("/bot/sendDocument", "429", 1),
        ("/bot/sendDocument", "500", 3),
        (READ, "429", 4),
        (READ, "502", 9),
        (READ, "drop_after", 14),
        (WRITE, "500", 1),
        (WRITE, "drop_after", 3),
    ):
        village.faults.arm(path, kind, skip=skip, retry_after=1)


def test_a_mixed_afternoon(found: Found) -> None:
    """Twelve people get exactly their own letter, numbered 1 to 12 without a gap, although sixteen calls go wrong."""
    village = found(with_the_six).open()
    stumble(village)
    people = {
        village.citizen(Person("Warga", name)): button for name, button in zip(LAST_NAMES, BUTTONS * 2, strict=True)
    }
    with ThreadPoolExecutor(len(people)) as crowd:
        references = list(crowd.map(Citizen.request, people, people.values()))
    for start in range(0, len(references), AT_A_TIME):
        for reference in references[start : start + AT_A_TIME]:
            village.desk.decide(reference, "Setujui")
        for reference in references[start : start + AT_A_TIME]:
            village.desk.wait(reference, PATIENCE, Nomor_Surat="/DS-KRS/")
    until(lambda: all(citizen.letters() for citizen in people), "everybody's letter", PATIENCE)
    until(
        lambda: Counter(row["Status"] for row in village.desk.rows()) == {"Selesai": len(people)},
        "a clean desk",
        PATIENCE,
    )

    for citizen, reference in zip(people, references, strict=True):
        number = village.desk.wait(reference)["Nomor Surat"]
        for letter in citizen.letters():
            assert letter.file_name == f"{number.replace('/', '-')}.docx"
            assert number in letter.text
            assert citizen.person.name.upper() in letter.text.upper()
            others = (name for name in LAST_NAMES if name != citizen.person.last_name)
            assert not [name for name in others if f"WARGA {name}".upper() in letter.text.upper()]
    assert [n for (n,) in village.ledger("SELECT sequence FROM letters ORDER BY sequence")] == list(range(1, 13))
    assert sum(len(citizen.letters()) for citizen in people) <= len(people) + 1  # one answer was lost
    assert village.faults.state() == {"armed": [], "held": []}
