"""Whose request it is: what is pressed and shared, and the screens that answer it."""

from typing import Any

import pytest

from bot import ownership
from bot.conversation import Intent, understand
from bot.keyboards import Button, Message, PhoneKeys, Prompt
from bot.origin import Origin
from bot.ownership import AskForContact, Claim, SayWhose, ShareContact
from bot.texts import TEXT_LIMIT
from office.cases import Status
from tests.unit.bot.village import SHIPPED, STAFF, dossier, message, press, village_config

CONFIG = village_config()
SITI = {"answers": {"Nama Lengkap": "Siti Aminah"}, "name": "Siti Aminah"}
PRESSED = Origin(5, "siti", "q1", 40)
TYPED = Origin(5, "siti")
MENU = (Button("Menu", data="menu"),)
NEW_MENU = (Button("Menu", data="menu:new"),)
KEYS = PhoneKeys("Bagikan nomor saya", "Batal")


def understood(update: dict[str, Any]) -> Intent:
    return understand(update, CONFIG.services, STAFF)


@pytest.mark.parametrize(
    ("data", "intent"),
    [
        ("whose:SKU-7K3Q", SayWhose(PRESSED, "SKU-7K3Q", None)),
        ("mine:SKU-7K3Q", SayWhose(PRESSED, "SKU-7K3Q", mine=True)),
        ("not-mine:SKU-7K3Q", SayWhose(PRESSED, "SKU-7K3Q", mine=False)),
        ("bind:SKU-7K3Q", Claim(PRESSED, "SKU-7K3Q", mine=True)),
        ("decline:SKU-7K3Q", Claim(PRESSED, "SKU-7K3Q", mine=False)),
        ("claim", AskForContact(Origin(5, "siti", "q1", None))),
    ],
)
def test_pressed(data: str, intent: Intent) -> None:
    """The number of the request stands behind the colon; the phone's own keyboard can only come with a new message."""
    assert understood(press(data)) == intent


def test_the_longest_number_fits_a_button() -> None:
    """Telegram takes 64 bytes; the ledger keeps numbers of up to 24 letters."""
    keyboards = ownership.keyboards
    rows = (
        *keyboards.whose(SHIPPED, "X" * 24),
        *keyboards.claims(SHIPPED, ["X" * 24]),
        *keyboards.status(SHIPPED, unconfirmed=["X" * 24]),
    )
    assert all(len(button.data.encode()) <= 64 for row in rows for button in row)


def test_typed() -> None:
    """Staff can say on the phone what to type."""
    assert understood(message("/hubungkan")) == AskForContact(TYPED)


@pytest.mark.parametrize(
    ("contact", "number"),
    [
        ({"phone_number": "6281200001111", "user_id": 5}, "081200001111"),
        ({"phone_number": "+62 812-0000-1111", "user_id": 5}, "081200001111"),
        ({"phone_number": "6281200001111", "user_id": 6}, ""),
        ({"phone_number": "6281200001111"}, ""),
        ({"phone_number": "6281200001111", "user_id": None}, ""),
        ({"user_id": 5}, ""),
    ],
    ids=["own", "own, written otherwise", "somebody else's", "a card of nobody", "no owner", "no number"],
)
def test_only_ones_own_number_counts(contact: dict[str, Any], number: str) -> None:
    """Telegram says whose a contact is; a forwarded or a typed one is refused."""
    update = message("", contact={"first_name": "Siti"} | contact)
    assert understood(update) == ShareContact(TYPED, number, 3)


def test_a_contact_without_a_sender_is_nobodys() -> None:
    """It cannot be compared with anything."""
    update = message("", contact={"phone_number": "6281200001111"})
    del update["message"]["from"]
    assert understood(update) == ShareContact(Origin(5), "", 3)


def test_a_contact_in_the_staff_chat_is_theirs() -> None:
    """Only private chats are answered."""
    update = message("", chat={"id": STAFF, "type": "supergroup"}, contact={"phone_number": "1", "user_id": 5})
    assert not isinstance(understood(update), ShareContact)


# --- screens ----------------------------------------------------------------------------------------------------


def test_the_question() -> None:
    """Which request, what it is for, whose: the short name and nothing more."""
    assert ownership.whose_screen(SHIPPED, dossier(Status.NEW, **SITI), CONFIG.services) == Message(
        "Apakah permohonan <b>SKU-7K3Q</b> (Surat Keterangan Usaha) atas nama Siti A. ini milik Bapak/Ibu?",
        (
            (Button("Ya, ini permohonan saya", data="mine:SKU-7K3Q"),),
            (Button("Bukan saya", data="not-mine:SKU-7K3Q"),),
            NEW_MENU,
        ),
    )


def test_thanks_below_what_was_told() -> None:
    """The receipt stays readable, its two buttons are gone."""
    screen = ownership.confirmed_screen(SHIPPED, "Nomor: <b>SKU-7K3Q</b>", dossier(Status.NEW), CONFIG.services, "")
    assert screen == Message(
        "Nomor: <b>SKU-7K3Q</b>\n\nTerima kasih, sudah dikonfirmasi. Kabar dan suratnya kami kirim ke chat ini.",
        (NEW_MENU,),
    )


def test_thanks_in_place_of_the_question() -> None:
    """With the way to mend what is lacking."""
    link = "https://x.y/z"
    screen = ownership.confirmed_screen(SHIPPED, None, dossier(Status.INCOMPLETE, **SITI), CONFIG.services, link)
    assert screen.text.startswith("Terima kasih, permohonan <b>SKU-7K3Q</b> (Surat Keterangan Usaha) atas nama Siti A.")
    assert screen.keyboard == ((Button("Lengkapi", url=link),), NEW_MENU)


@pytest.mark.parametrize(
    ("too_late", "words"),
    [(False, "Terima kasih sudah memberi tahu."), (True, "Mohon maaf, suratnya sudah dikirim ke chat ini.")],
)
def test_not_mine(too_late: bool, words: str) -> None:
    """A friendly sentence, which names nobody."""
    screen = ownership.not_mine_screen(SHIPPED, CONFIG.village, too_late=too_late)
    assert screen.text.startswith(words)
    assert "SKU" not in screen.text


@pytest.mark.parametrize(
    ("foreign", "words"),
    [(False, "Agar permohonan Bapak/Ibu bisa kami cari"), (True, "Mohon maaf, itu bukan nomor Bapak/Ibu sendiri.")],
)
def test_sharing_a_number(foreign: bool, words: str) -> None:
    """A button that shares it, and one to give up."""
    screen = ownership.contact_screen(SHIPPED, foreign=foreign)
    assert isinstance(screen, Prompt)
    assert screen.text.startswith(words)
    assert screen.keys == KEYS


def test_each_request_that_was_found_is_asked_about() -> None:
    """With two answers of its own."""
    found = [dossier(Status.NEW, **SITI), dossier(Status.READY, reference="SKTM-ACDE", service="sktm", name="")]
    screen = ownership.claims_screen(SHIPPED, found, CONFIG.services)
    assert screen.text == (
        "Apakah permohonan <b>SKU-7K3Q</b> (Surat Keterangan Usaha) atas nama Siti A. ini milik Bapak/Ibu?\n\n"
        "Apakah permohonan <b>SKTM-ACDE</b> (Surat Keterangan Tidak Mampu) atas nama Bapak/Ibu ini milik Bapak/Ibu?"
    )
    assert screen.keyboard == (
        (Button("Ya, SKU-7K3Q", data="bind:SKU-7K3Q"), Button("Bukan SKU-7K3Q", data="decline:SKU-7K3Q")),
        (Button("Ya, SKTM-ACDE", data="bind:SKTM-ACDE"), Button("Bukan SKTM-ACDE", data="decline:SKTM-ACDE")),
        (Button("Status permohonan", data="status"),),
        MENU,
    )


def test_what_was_said_stands_above_what_is_still_asked() -> None:
    """When nothing is asked any more it stands alone."""
    mine = dossier(Status.NEW, **SITI)
    said = ownership.bound_words(SHIPPED, mine, CONFIG.services)
    assert said.startswith("Terima kasih, permohonan <b>SKU-7K3Q</b> (Surat Keterangan Usaha) atas nama Siti A. sudah")
    assert ownership.claims_screen(SHIPPED, [mine], CONFIG.services, said).text.startswith(f"{said}\n\nApakah")
    assert ownership.claims_screen(SHIPPED, [], CONFIG.services, said).text == said


def test_many_requests_of_people_with_long_names_fit() -> None:
    """Five are asked about at once."""
    many = [dossier(Status.NEW, reference=f"SKU-{n}", name="<&" * 3000) for n in range(9)]
    screen = ownership.claims_screen(SHIPPED, many, CONFIG.services, "Terima kasih.")
    assert len(screen.text) <= TEXT_LIMIT
    assert [f"SKU-{n}" in screen.text for n in range(9)] == [True] * 5 + [False] * 4


def test_nothing_was_found() -> None:
    """Polite, with the office's phone, and the way back."""
    screen = ownership.no_claim_screen(SHIPPED, CONFIG.village)
    assert screen.text.startswith("Mohon maaf, tidak ada permohonan dengan nomor telepon itu.")
    assert "telepon 021 5550 0123" in screen.text
    assert screen.keyboard[-1] == MENU


def test_too_many_tries() -> None:
    """For how long to wait, and another way."""
    assert ownership.wait_screen(SHIPPED, CONFIG.village, 61.0).text == (
        "Mohon maaf, sudah beberapa kali dicoba. Silakan coba lagi kira-kira 2 menit lagi, atau telepon 021 5550 0123."
    )
