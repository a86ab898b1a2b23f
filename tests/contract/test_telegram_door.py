"""The Telegram door against the simulator: what goes out is judged by aiogram, what comes back is sorted."""

from __future__ import annotations

import json
import logging
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests
from aiogram import methods
from aiogram.types import ReplyKeyboardMarkup, Update
from werkzeug import Request

from bot.door import CONFLICT, REVOKED, UNREACHABLE
from bot.keyboards import Button, PhoneKeys
from bot.pace import Pace
from bot.sender import Sender
from bot.telegram import TelegramDoor, _keys
from bot.texts import Texts
from office.doors import Ambiguous, DoorError, Moved, Permanent, Refused, Retryable
from simulator.server import Simulator
from simulator.wire import Server
from tests.system.phone import Phone
from tests.unit.bot.village import Clock

TOKEN = "110201543:invented-token-of-no-bot-at-all-0000"
JUDGES: dict[str, Any] = {
    judge.__name__: judge
    for judge in (
        methods.GetUpdates,
        methods.SendMessage,
        methods.EditMessageText,
        methods.AnswerCallbackQuery,
        methods.SendDocument,
        methods.SendPhoto,
        methods.LeaveChat,
        methods.GetChatMemberCount,
        methods.SetMyCommands,
        methods.SetChatMenuButton,
        methods.SetMyDescription,
        methods.SetMyShortDescription,
        methods.GetMyName,
        methods.SetMyName,
        methods.GetMe,
    )
}
# The smallest JPEG that has a size: 3 x 2 pixels.
PHOTO = bytes.fromhex("ffd8ffc0000b080002000301011100ffd9")
KEYBOARD = ((Button("Isi Formulir", url="https://example.org/form?entry.1=A%20B"),), (Button("Kembali", data="menu"),))


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator(token=TOKEN) as running:
        yield running


@pytest.fixture
def door(simulator: Simulator) -> TelegramDoor:
    return TelegramDoor(TOKEN, simulator.url)


@pytest.fixture
def phone(simulator: Simulator) -> Phone:
    siti = Phone(simulator.url, "Siti", "siti")
    siti.type("/start")
    return siti


def failure(call: Callable[[], Any]) -> DoorError:
    """The error of a call, after making sure that it tells nothing it should not."""
    with pytest.raises(DoorError) as caught:
        call()
    error = caught.value
    chain: list[BaseException] = []
    link: BaseException | None = error
    while link is not None:
        chain.append(link)
        link = link.__cause__ or link.__context__
    for told in chain:
        assert TOKEN not in f"{told!r} {told.args} {vars(told)}"
        assert "Rahasia" not in f"{told!r} {told.args}"
    return error


# --- what goes through ------------------------------------------------------------------------------------------


def test_updates_come_raw(door: TelegramDoor, phone: Phone) -> None:
    """Updates are plain JSON as Telegram sent them, and stay until a higher offset is asked for."""
    first = door.get_updates(None, 1)
    assert [update["message"]["text"] for update in first] == ["/start"]
    assert Update.model_validate(first[0]).message
    assert door.get_updates(None, 1) == first
    assert door.get_updates(first[-1]["update_id"] + 1, 1) == []
    phone.block()
    assert door.get_updates(None, 1)[0]["my_chat_member"]["new_chat_member"]["status"] == "kicked"


def test_the_question_waits_for_an_update(door: TelegramDoor, phone: Phone) -> None:
    """A question stays open until something happens."""
    offset = door.get_updates(None, 1)[-1]["update_id"] + 1
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(door.get_updates, offset, 10)
        time.sleep(0.3)
        assert not asked.done()
        phone.type("halo")
        assert asked.result(5)[0]["message"]["text"] == "halo"


def test_a_message_arrives_as_meant(door: TelegramDoor, phone: Phone) -> None:
    """HTML, emoji and buttons reach the person."""
    message_id = door.send(phone.id, "<b>Nomor</b> 7 &lt;b&gt; 👍", KEYBOARD)
    seen = phone.messages()[-1]
    assert (seen["message_id"], seen["plain"]) == (message_id, "Nomor 7 <b> 👍")
    assert seen["buttons"] == [
        [{"text": "Isi Formulir", "url": "https://example.org/form?entry.1=A%20B"}],
        [{"text": "Kembali", "callback_data": "menu"}],
    ]


def test_a_number_is_shared_by_a_button_of_the_phone(door: TelegramDoor, simulator: Simulator) -> None:
    """Two buttons take the place of the phone's keyboard; the first shares its own number, and both are gone."""
    siti = Phone(simulator.url, "Siti", number="6281200001111")
    siti.type("/start")
    door.send(siti.id, "Bagikan", PhoneKeys("Bagikan nomor saya", "Batal"))
    assert siti.keys() == [[{"text": "Bagikan nomor saya", "request_contact": True}], [{"text": "Batal"}]]
    siti.share_contact()
    shared = door.get_updates(None, 1)[-1]["message"]["contact"]
    assert (shared["user_id"], shared["phone_number"]) == (siti.id, "6281200001111")
    assert siti.keys() == []


def test_the_phones_keyboard_is_as_telegram_wants_it() -> None:
    """Aiogram's model takes what goes out and knows every field of it."""
    markup = _keys(PhoneKeys("Bagikan nomor saya", "Batal"))
    model = ReplyKeyboardMarkup.model_validate(json.loads(markup.to_json()))
    assert not model.model_extra
    assert model.one_time_keyboard
    assert [[key.request_contact for key in row] for row in model.keyboard] == [[True], [None]]


def test_an_edit_replaces_text_and_buttons(door: TelegramDoor, phone: Phone) -> None:
    """The same message says something else; to say the same again is no error."""
    message_id = door.send(phone.id, "dulu", KEYBOARD)
    door.edit(phone.id, message_id, "kini", KEYBOARD[1:])
    door.edit(phone.id, message_id, "kini", KEYBOARD[1:])
    seen = phone.messages()[-1]
    assert (seen["message_id"], seen["plain"], len(seen["buttons"])) == (message_id, "kini", 1)


def test_a_press_is_answered(door: TelegramDoor, phone: Phone, simulator: Simulator) -> None:
    """A press can be confirmed with words; one that is too old is no error."""
    door.send(phone.id, "menu", KEYBOARD)
    phone.tap("Kembali")
    query = door.get_updates(None, 1)[-1]["callback_query"]
    door.answer(query["id"], "Sebentar")
    seen = requests.get(f"{simulator.url}/_sim/telegram/chats/{phone.id}/messages", timeout=5).json()
    assert seen["alert"] == "Sebentar"
    requests.post(f"{simulator.url}/_sim/telegram/presses/expire", json={}, timeout=5)
    door.answer(query["id"])


def test_a_document_arrives_byte_for_byte(
    door: TelegramDoor, phone: Phone, simulator: Simulator, tmp_path: Path
) -> None:
    """The file comes under the given name, spaces included, with caption and buttons; odd signs in a name are tamed."""
    content = bytes(range(256)) * 40
    (tmp_path / "x.docx").write_bytes(content)
    name = 'Surat Usaha "7/8";é.docx'
    message_id = door.send_document(phone.id, tmp_path / "x.docx", name, "<i>Ini suratnya</i>", KEYBOARD[1:])
    seen = phone.messages()[-1]
    assert (seen["message_id"], seen["plain"]) == (message_id, "Ini suratnya")
    assert seen["document"]["file_name"] == "Surat Usaha _7_8__é.docx"
    assert requests.get(simulator.url + seen["document"]["url"], timeout=5).content == content


@pytest.mark.parametrize("is_photo", [False, True])
def test_a_file_is_sent_on(door: TelegramDoor, phone: Phone, simulator: Simulator, is_photo: bool) -> None:
    """What somebody sent to the bot reaches somebody else as it was, with a caption and buttons of our own."""
    staff = Phone(simulator.url, "Kasi")
    staff.type("/start")
    part = (
        {"photo": ("x.jpg", PHOTO, "image/jpeg")} if is_photo else {"document": ("x.pdf", b"%PDF", "application/pdf")}
    )
    requests.post(f"{simulator.url}/_sim/telegram/chats/{staff.id}/document", files=part, timeout=5)
    received = door.get_updates(None, 1)[-1]["message"]
    file = received["photo"][-1] if is_photo else received["document"]
    message_id = door.send_file(phone.id, file["file_id"], "<i>Pindaian</i>", KEYBOARD[1:], is_photo=is_photo)
    seen = phone.messages()[-1]
    assert (seen["message_id"], seen["plain"], len(seen["buttons"])) == (message_id, "Pindaian", 1)
    sent = requests.get(simulator.url + seen["document"]["url"], timeout=5).content
    assert sent == (PHOTO if is_photo else b"%PDF")


def test_a_file_that_telegram_does_not_know(door: TelegramDoor, phone: Phone) -> None:
    """Another bot's file, or a photo called a document, is our own mistake and no block."""
    error = failure(lambda: door.send_file(phone.id, "Rahasia", "x", is_photo=False))
    assert isinstance(error, Permanent)
    assert error.reason not in UNREACHABLE


def test_introduction(door: TelegramDoor, phone: Phone, simulator: Simulator) -> None:
    """The commands stand behind the chat's menu button."""
    door.introduce(Texts().commands())
    state = requests.get(f"{simulator.url}/_sim/telegram/chats/{phone.id}/messages", timeout=5).json()
    assert [entry["command"] for entry in state["menu"]] == [
        "start",
        "status",
        "cek",
        "bantuan",
        "privasi",
        "hapus",
        "batal",
    ]
    assert door.me() == "surat_desa_bot"


def test_who_the_bot_is(door: TelegramDoor, simulator: Simulator) -> None:
    """What stands in an empty chat and in the profile, as plain text."""
    door.describe("Layanan surat.\n\nKantor buka Senin & Selasa.", "Telepon 021 5550 0123.")
    profile = simulator.telegram.profile
    assert profile["description "] == "Layanan surat.\n\nKantor buka Senin & Selasa."
    assert profile["short_description "] == "Telepon 021 5550 0123."


def test_every_call_is_one_that_telegram_knows(tmp_path: Path) -> None:
    """What each call posts fits the method's model of aiogram, with no field that the model does not know."""
    posted: dict[str, dict[str, Any]] = {}

    def record(environ: Any, start_response: Any) -> list[bytes]:
        with Request(environ) as request:
            name = request.path.rpartition("/")[2]
            posted[name] = request.form.to_dict() | {field: part.filename for field, part in request.files.items()}
        message = {"message_id": 4, "date": 1, "chat": {"id": 5, "type": "private", "first_name": "Siti"}}
        results: dict[str, Any] = {
            "getUpdates": [],
            "getMe": {"id": 1, "is_bot": True, "first_name": "Surat"},
            "getMyName": {"name": ""},
        }
        answer = json.dumps({"ok": True, "result": results.get(name, message)}).encode()
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(answer)))])
        return [answer]

    (tmp_path / "x.docx").write_bytes(b"x")
    server = Server(record, 0)
    server.start()
    try:
        door = TelegramDoor(TOKEN, server.url)
        door.get_updates(7, 1)
        door.send(5, "<b>x</b>", KEYBOARD)
        door.edit(5, 4, "<b>y</b>", KEYBOARD)
        door.answer("9", "Sebentar")
        door.send_document(6, tmp_path / "x.docx", "surat 1.docx", "<i>z</i>", KEYBOARD)
        door.send_file(6, "PHOTO-ID", "<i>z</i>", KEYBOARD, is_photo=True)
        door.leave(-7)
        door.moved_to(-7)
        door.introduce(Texts().commands())
        door.describe("Layanan surat", "Telepon")
        door.name()
        door.rename("Layanan Surat")
        door.me()
    finally:
        server.stop()
    assert set(posted) == {name[0].lower() + name[1:] for name in JUDGES}
    for name, judge in JUDGES.items():
        values = {field: _decoded(value) for field, value in posted[name[0].lower() + name[1:]].items()}
        assert not judge.model_validate(values).model_extra
    assert posted["sendMessage"]["parse_mode"] == posted["sendDocument"]["parse_mode"] == "HTML"
    assert posted["editMessageText"]["parse_mode"] == "HTML"
    assert posted["sendDocument"]["document"] == "surat 1.docx"
    assert (posted["sendPhoto"]["photo"], posted["sendPhoto"]["parse_mode"]) == ("PHOTO-ID", "HTML")


def _decoded(value: str) -> Any:
    return json.loads(value) if value.startswith(("{", "[")) else value


def test_a_group_can_be_left(door: TelegramDoor, phone: Phone, simulator: Simulator) -> None:
    """The bot leaves a group, and cannot write there any more."""
    wanted = {"title": "Arisan", "members": [phone.id]}
    group = requests.post(f"{simulator.url}/_sim/telegram/groups", json=wanted, timeout=5).json()["id"]
    door.leave(group)
    assert isinstance(failure(lambda: door.send(group, "Rahasia")), Permanent)


def test_a_group_that_moved(door: TelegramDoor, phone: Phone, simulator: Simulator) -> None:
    """A refused send tells where the group is now; so does a question that nobody sees."""
    people = f"{simulator.url}/_sim/telegram"
    wanted = {"title": "Staf", "members": [phone.id]}
    old = requests.post(f"{people}/groups", json=wanted, timeout=5).json()["id"]
    assert door.moved_to(old) is None
    new = requests.post(f"{people}/chats/{old}/upgrade", json={}, timeout=5).json()["id"]
    refusal = failure(lambda: door.send(old, "Permohonan baru"))
    assert isinstance(refusal, Moved)
    assert (refusal.to, door.moved_to(old), door.moved_to(new)) == (new, new, None)
    assert door.send(new, "Permohonan baru")
    door.leave(new)
    assert isinstance(failure(lambda: door.moved_to(new)), Permanent)


def test_no_parameter_stands_in_the_address(door: TelegramDoor, phone: Phone, simulator: Simulator) -> None:
    """Everything is posted in the body; the simulator knows every call that was made."""
    door.get_updates(None, 1)
    message_id = door.send(phone.id, "Rahasia")
    door.edit(phone.id, message_id, "Rahasia 2")
    door.introduce(Texts().commands())
    entries = simulator.journal.entries(0)
    assert {entry["method"] for entry in entries if entry["path"].startswith("/bot/")} == {"POST"}
    assert not any(entry.get("unknown") for entry in entries)


def test_the_debug_log_holds_no_words(door: TelegramDoor, phone: Phone, caplog: pytest.LogCaptureFixture) -> None:
    """Even with everything logged, the libraries write down no text that a person reads or wrote."""
    with caplog.at_level(logging.DEBUG):
        door.send(phone.id, "Rahasia 3216010101900001")
        failure(lambda: door.send(999, "Rahasia 3216010101900001"))
    assert caplog.records
    assert not any("Rahasia" in record.getMessage() for record in caplog.records)


# --- errors, sorted ---------------------------------------------------------------------------------------------


def test_blocked(door: TelegramDoor, phone: Phone) -> None:
    """Somebody who blocked the bot cannot be written to."""
    phone.block()
    error = failure(lambda: door.send(phone.id, "Rahasia"))
    assert isinstance(error, Permanent)
    assert error.reason in UNREACHABLE


@pytest.mark.parametrize("chat", ["nobody", "never started"])
def test_never_met(door: TelegramDoor, simulator: Simulator, chat: str) -> None:
    """A chat that does not exist, or where Start was never pressed, cannot be written to."""
    chat_id = 999 if chat == "nobody" else Phone(simulator.url).id
    error = failure(lambda: door.send(chat_id, "Rahasia"))
    assert isinstance(error, Permanent)
    assert error.reason in UNREACHABLE


@pytest.mark.parametrize(
    ("text", "keyboard"),
    [
        ("<b>Rahasia", ()),
        ("<rahasia>Rahasia</rahasia>", ()),
        ("x" * 5000, ()),
        ("x", ((Button("Rahasia", data="x" * 65),),)),
        ("x", ((Button("Buka", url="Rahasia 3216010101900001"),),)),
    ],
)
def test_our_own_mistakes(door: TelegramDoor, phone: Phone, text: str, keyboard: Any) -> None:
    """What Telegram will never take is permanent, is no block, and its reason quotes nobody."""
    error = failure(lambda: door.send(phone.id, text, keyboard))
    assert isinstance(error, Permanent)
    assert error.reason.startswith("Bad Request")
    assert error.reason not in UNREACHABLE
    assert "3216" not in error.reason


def test_editing_what_is_not_there(door: TelegramDoor, phone: Phone) -> None:
    """A message that is gone cannot be edited."""
    error = failure(lambda: door.edit(phone.id, 1, "x"))
    assert isinstance(error, Permanent)
    assert error.reason not in UNREACHABLE


def test_too_many_requests(simulator: Simulator, phone: Phone) -> None:
    """`retry after` is told on, and until it is over nothing more is asked for this chat."""
    clock = Clock()
    door = TelegramDoor(TOKEN, simulator.url, clock.monotonic)
    simulator.faults.arm("/bot/sendMessage", "429", retry_after=7)
    first = failure(lambda: door.send(phone.id, "x"))
    assert isinstance(first, Retryable)
    assert first.after == 7
    second = failure(lambda: door.send(phone.id, "x"))
    assert isinstance(second, Retryable)
    assert second.after == pytest.approx(7)
    assert simulator.journal.totals()["/bot/sendMessage"]["count"] == 1
    clock.advance(7)
    door.send(phone.id, "x")


@pytest.mark.parametrize("kind", ["500", "502"])
def test_telegram_in_trouble(door: TelegramDoor, phone: Phone, simulator: Simulator, kind: str) -> None:
    """A server's error, also a proxy's HTML page, passes."""
    simulator.faults.arm("/bot/sendMessage", kind)
    assert isinstance(failure(lambda: door.send(phone.id, "Rahasia")), Retryable)


def test_the_token_was_revoked(door: TelegramDoor, phone: Phone, simulator: Simulator) -> None:
    """401 shuts the door, for questions and for sends; a token that never was does the same."""
    simulator.faults.arm("/bot/", "401", times=2)
    for call in (lambda: door.get_updates(None, 1), lambda: door.send(phone.id, "x")):
        error = failure(call)
        assert isinstance(error, Refused)
        assert error.reason == REVOKED
    stranger = TelegramDoor("7:" + "A" * 35, simulator.url)
    assert isinstance(failure(stranger.me), Refused)


def test_another_poller(door: TelegramDoor) -> None:
    """Of two that ask for updates the earlier one is told that there is another."""
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(failure, lambda: door.get_updates(None, 10))
        time.sleep(0.3)
        door.get_updates(None, 1)
        error = first.result(5)
    assert isinstance(error, Refused)
    assert error.reason == CONFLICT


@pytest.mark.parametrize("kind", ["drop_before", "drop_after"])
def test_an_answer_lost(door: TelegramDoor, phone: Phone, simulator: Simulator, kind: str, tmp_path: Path) -> None:
    """A send whose answer is lost may have happened; a question or an edit can simply be repeated."""
    (tmp_path / "x.docx").write_bytes(b"x")
    message_id = door.send(phone.id, "dulu", KEYBOARD)
    for method in ("sendMessage", "sendDocument", "sendPhoto", "editMessageText", "getUpdates"):
        simulator.faults.arm(f"/bot/{method}", kind)
    assert isinstance(failure(lambda: door.send(phone.id, "Rahasia")), Ambiguous)
    assert isinstance(failure(lambda: door.send_document(phone.id, tmp_path / "x.docx", "x", "Rahasia")), Ambiguous)
    assert isinstance(failure(lambda: door.get_updates(None, 1)), Retryable)
    patient = TelegramDoor(TOKEN, simulator.url)
    assert isinstance(failure(lambda: patient.send_file(phone.id, "F", "x", is_photo=True)), Ambiguous)
    assert isinstance(failure(lambda: patient.edit(phone.id, message_id, "kini")), Retryable)
    TelegramDoor(TOKEN, simulator.url).edit(phone.id, message_id, "kini")
    assert ("Rahasia" in phone.heard()) is (kind == "drop_after")


def test_nobody_listens(phone: Phone) -> None:
    """A refused connection is passing and surely did nothing."""
    with socket.socket() as placeholder:
        placeholder.bind(("127.0.0.1", 0))
        door = TelegramDoor(TOKEN, f"http://127.0.0.1:{placeholder.getsockname()[1]}")
        assert isinstance(failure(lambda: door.send(phone.id, "Rahasia")), Retryable)


def test_a_name_that_does_not_resolve(phone: Phone) -> None:
    """Without DNS nothing was sent."""
    door = TelegramDoor(TOKEN, "http://tidak-ada.invalid")
    assert isinstance(failure(lambda: door.send(phone.id, "Rahasia")), Retryable)


def test_an_address_that_is_none(phone: Phone) -> None:
    """A wrong `telegram.api_url` is no passing trouble."""
    door = TelegramDoor(TOKEN, "api.telegram.org")
    assert isinstance(failure(lambda: door.send(phone.id, "Rahasia")), Refused)


@pytest.mark.parametrize("answer", [b"<html>Silakan masuk ke Wi-Fi</html>", b"[]", b'{"hello": 1}', b'{"ok": false}'])
def test_somebody_else_answers(answer: bytes) -> None:
    """What a hotel's Wi-Fi or a wrong server answers is not taken for Telegram's."""

    def portal(environ: Any, start_response: Any) -> list[bytes]:
        Request(environ).get_data()
        start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(answer)))])
        return [answer]

    server = Server(portal, 0)
    server.start()
    try:
        door = TelegramDoor(TOKEN, server.url)
        assert isinstance(failure(lambda: door.send(5, "Rahasia")), Retryable)
        assert isinstance(failure(lambda: door.get_updates(None, 1)), Retryable)
    finally:
        server.stop()


def test_a_send_that_takes_too_long(phone: Phone, simulator: Simulator) -> None:
    """When no answer comes in time, the message may have gone."""
    sender, url = Sender(time.monotonic, read_seconds=0.2), f"{simulator.url}/bot{TOKEN}/sendMessage"
    simulator.faults.arm("/bot/sendMessage", "delay", seconds=1)
    assert isinstance(failure(lambda: sender("post", url, {"chat_id": phone.id, "text": "Rahasia"})), Ambiguous)


def test_the_environments_proxy_is_not_asked(door: TelegramDoor, phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy in the environment would see the token; it is not used."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    assert door.send(phone.id, "x")


# --- pace -------------------------------------------------------------------------------------------------------


def test_the_door_keeps_the_pace_without_calling(simulator: Simulator, phone: Phone, tmp_path: Path) -> None:
    """The fourth message at once is not sent but told when; replies, edits and documents share one measure."""
    clock = Clock()
    door = TelegramDoor(TOKEN, simulator.url, clock.monotonic)
    (tmp_path / "x.docx").write_bytes(b"x")
    message_id = door.send(phone.id, "satu")
    door.edit(phone.id, message_id, "dua")
    door.send_document(phone.id, tmp_path / "x.docx", "x.docx", "tiga")
    calls = len(simulator.journal.entries(0))
    error = failure(lambda: door.send(phone.id, "empat"))
    assert isinstance(error, Retryable)
    assert error.after == pytest.approx(1.0)
    assert len(simulator.journal.entries(0)) == calls
    clock.advance(1.0)
    door.send(phone.id, "empat")


def test_an_idle_connection_is_not_trusted(simulator: Simulator, phone: Phone) -> None:
    """After a minute's silence a new connection is made: routers at home forget old ones."""
    clock = Clock()
    door = TelegramDoor(TOKEN, simulator.url, clock.monotonic, Pace(clock.monotonic))
    door.send(phone.id, "satu")
    clock.advance(60)
    door.send(phone.id, "dua")
    assert phone.heard() == ["satu", "dua"]


def test_raw_updates_survive_the_inbox(door: TelegramDoor, phone: Phone) -> None:
    """An update written down as JSON and read again is the same."""
    phone.type("emoji 👍 & <b> \u202e")
    for update in door.get_updates(None, 1):
        assert json.loads(json.dumps(update, ensure_ascii=False)) == update
