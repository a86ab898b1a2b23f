"""The simulated Bot API against clients and models that we did not write: telebot calls, aiogram judges."""

from __future__ import annotations

import io
import socket
import struct
import time
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

import pytest
import requests
from aiogram.methods import GetUpdates
from aiogram.types import (
    BotCommand,
    CallbackQuery,
    ChatFullInfo,
    File,
    MessageId,
    TelegramObject,
    Update,
    User,
    WebhookInfo,
)
from aiogram.types import Message as JudgedMessage
from telebot import TeleBot, apihelper, types
from telebot.apihelper import ApiTelegramException

from simulator import control
from simulator.dispatch import Application
from simulator.faults import Faults
from simulator.journal import Journal
from simulator.telegram import people, routes
from simulator.telegram.models import ANY_TOKEN, Telegram
from simulator.wire import Server

# Sent by the official server to this day, though no longer documented.
UNDOCUMENTED = {"all_members_are_administrators"}

Judge = TypeVar("Judge", bound=TelegramObject)
get = partial(requests.get, timeout=25)
post = partial(requests.post, timeout=25)


def png(width: int = 3, height: int = 2) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x7f" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def judged(judge: type[Judge], value: Any) -> Judge:
    model = judge.model_validate(value)
    assert not set(unknown_fields(model)) - UNDOCUMENTED
    return model


def unknown_fields(value: Any) -> Iterator[str]:
    if isinstance(value, list | tuple):
        for item in value:
            yield from unknown_fields(item)
    elif isinstance(value, TelegramObject):
        yield from value.model_extra or ()
        for name in type(value).model_fields:
            yield from unknown_fields(getattr(value, name))


class Village:
    """A served Telegram world, a real telebot on it, and the hands of its people."""

    def __init__(self, telegram: Telegram) -> None:
        self.telegram = telegram
        self.journal = Journal()
        faults = Faults()
        rules = [
            *control.rules(self.journal, faults, {"telegram": telegram}),
            *routes.rules(telegram),
            *people.rules(telegram),
        ]
        self.server = Server(Application(rules, self.journal, faults))
        self.session = requests.Session()
        self.bot = TeleBot(telegram.token, threaded=False)

    @property
    def api(self) -> str:
        return f"{self.server.url}/bot{self.telegram.token}"

    def act(self, path: str, _expect: int = 200, **body: Any) -> Any:
        answer = self.session.post(f"{self.server.url}/_sim/telegram/{path}", json=body)
        assert answer.status_code == _expect, answer.text
        return answer.json()

    def person(self, start: bool = True, **names: str) -> int:
        number: int = self.act("people", **{"first_name": "Sari", **names})["id"]
        if start:
            self.act(f"chats/{number}/text", text="/start")
            self.updates()
        return number

    def group(self, *members: int) -> int:
        number: int = self.act("groups", title="Staf Desa", members=list(members))["id"]
        return number

    def look(self, chat: int) -> Any:
        return self.session.get(f"{self.server.url}/_sim/telegram/chats/{chat}/messages").json()

    def call(self, method: str, **arguments: Any) -> Any:
        return self.session.post(f"{self.api}/{method}", json=arguments).json()

    def updates(self, **arguments: Any) -> list[Update]:
        """Fetch, judge and acknowledge what waits."""
        raw = self.call("getUpdates", **arguments)["result"]
        if raw:
            self.call("getUpdates", offset=raw[-1]["update_id"] + 1)
        return [judged(Update, update) for update in raw]


@pytest.fixture(scope="module")
def served() -> Iterator[Village]:
    village = Village(Telegram())
    village.server.start()
    apihelper.API_URL = village.server.url + "/bot{0}/{1}"
    apihelper.FILE_URL = village.server.url + "/file/bot{0}/{1}"
    yield village
    apihelper._get_req_session().close()
    village.session.close()
    village.server.stop()
    apihelper.API_URL = apihelper.FILE_URL = None


@pytest.fixture
def village(served: Village) -> Village:
    served.telegram.reset()
    served.journal.clear()
    return served


@pytest.fixture
def background() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as pool:
        yield pool


def refused(call: Callable[[], Any]) -> str:
    """Call telebot and return the code and description of the refusal."""
    with pytest.raises(ApiTelegramException) as caught:
        call()
    return f"{caught.value.error_code} {caught.value.description}"


def button(text: str = "SKU", data: str = "svc:sku") -> types.InlineKeyboardMarkup:
    return types.InlineKeyboardMarkup([[types.InlineKeyboardButton(text, callback_data=data)]])


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 3
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


# --- the wire ---


@pytest.mark.parametrize(
    "how",
    [
        lambda url, values: get(url, params=values),
        lambda url, values: post(url, params=values),
        lambda url, values: post(url, data=values),
        lambda url, values: post(url, files={name: (None, str(value)) for name, value in values.items()}),
        lambda url, values: post(url, json=values),
    ],
    ids=["get", "query", "urlencoded", "multipart", "json"],
)
def test_arguments_come_in_five_ways(village: Village, how: Any) -> None:
    """A call means the same by GET, query, form, multipart and JSON."""
    chat = village.person()
    answer = how(f"{village.api}/sendMessage", {"chat_id": chat, "text": "Halo & <selamat> pagi +1%"})
    assert judged(JudgedMessage, answer.json()["result"]).text == "Halo & <selamat> pagi +1%"


def test_keyboards_in_a_json_body_need_no_second_encoding(village: Village) -> None:
    """A JSON body may hold the markup as an object."""
    keyboard = {"inline_keyboard": [[{"text": "Buka", "url": "http://127.0.0.1:8/forms"}]]}
    sent = village.call("sendMessage", chat_id=village.person(), text="Formulir", reply_markup=keyboard)
    assert sent["result"]["reply_markup"] == keyboard


def test_request_line_of_a_hundred_kilobytes_is_read(village: Village) -> None:
    """A text in the query is not cut off by the server but judged by the API."""
    answer = get(f"{village.api}/sendMessage", params={"chat_id": village.person(), "text": "x" * 100_000})
    assert answer.json()["description"] == "Bad Request: text is too long"


def test_connection_is_kept_alive(village: Village) -> None:
    """Two calls may travel over one connection."""
    with socket.create_connection(("127.0.0.1", village.server.port)) as wire, wire.makefile("rb") as answers:
        for _ in range(2):
            wire.sendall(f"GET /bot{ANY_TOKEN}/getMe HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            assert answers.readline() == b"HTTP/1.1 200 OK\r\n"
            length = 0
            while (line := answers.readline()) != b"\r\n":
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            assert b"is_bot" in answers.read(length)


def test_unknown_method_is_refused_and_journalled(village: Village) -> None:
    """A method that is not simulated answers 404 and leaves a mark that tests can look for."""
    assert village.call("sendInvoice") == {"ok": False, "error_code": 404, "description": "Not Found"}
    assert [entry["path"] for entry in village.journal.entries() if entry.get("unknown")] == ["/bot/sendInvoice"]


def test_tokens_of_the_right_shape_open_the_world(village: Village) -> None:
    """A world that was told no token accepts any, and 404 answers what is none."""
    for token, status in ((ANY_TOKEN, 200), ("1:x", 200), ("nonsense", 404)):
        assert get(f"{village.server.url}/bot{token}/getMe").status_code == status


def test_wrong_token_is_401() -> None:
    """A world that was told its token refuses every other one."""
    village = Village(Telegram("123:right"))
    village.server.start()
    try:
        assert village.call("getMe")["ok"]
        wrong = village.session.get(f"{village.server.url}/bot123:wrong/getMe").json()
        assert wrong == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    finally:
        village.session.close()
        village.server.stop()


def test_journal_holds_no_token(village: Village) -> None:
    """The journal masks the token in calls and downloads and counts both directions."""
    village.call("getMe")
    get(f"{village.server.url}/file/bot{ANY_TOKEN}/documents/none.pdf")
    journal = village.session.get(f"{village.server.url}/_sim/journal").json()
    assert [entry["path"] for entry in journal["entries"]] == ["/bot/getMe", "/file/bot/documents/none.pdf"]
    assert ANY_TOKEN not in str(journal)
    assert journal["totals"]["/bot/getMe"]["bytes_out"] > 100


# --- updates ---


def test_updates_stay_until_a_higher_offset(village: Village) -> None:
    """Being sent does not remove an update; the next offset does."""
    chat = village.person()
    for text in ("satu", "dua"):
        village.act(f"chats/{chat}/text", text=text)
    first = village.bot.get_updates(timeout=1)
    again = village.bot.get_updates(timeout=1)
    assert [update.message.text for update in again] == ["satu", "dua"]
    assert [update.update_id for update in first] == [update.update_id for update in again]
    rest = village.bot.get_updates(offset=first[0].update_id + 1, timeout=1)
    assert [update.message.text for update in rest] == ["dua"]
    assert village.call("getUpdates", offset=rest[0].update_id + 1)["result"] == []


def test_negative_offset_keeps_only_the_newest(village: Village) -> None:
    """An offset of -1 forgets all but the last update."""
    chat = village.person()
    for text in ("satu", "dua", "tiga"):
        village.act(f"chats/{chat}/text", text=text)
    assert [update.message.text for update in village.bot.get_updates(offset=-1)] == ["tiga"]
    assert village.telegram.updates.pending == 1


def test_limit_cuts_the_batch(village: Village) -> None:
    """No more updates are sent than asked for."""
    chat = village.person()
    for text in ("satu", "dua"):
        village.act(f"chats/{chat}/text", text=text)
    assert len(village.bot.get_updates(limit=1)) == 1


def test_long_poll_wakes_at_once(village: Village, background: ThreadPoolExecutor) -> None:
    """A waiting getUpdates returns as soon as a person writes, not at its time-out."""
    chat = village.person()
    poll = background.submit(get, f"{village.api}/getUpdates", params={"timeout": 20})
    time.sleep(0.15)
    assert not poll.done()
    began = time.monotonic()
    village.act(f"chats/{chat}/text", text="halo")
    assert poll.result(3).json()["result"][0]["message"]["text"] == "halo"
    assert time.monotonic() - began < 0.5


def test_long_poll_ends_empty_at_its_time_out(village: Village) -> None:
    """Without news the poll lasts its seconds and brings nothing."""
    began = time.monotonic()
    assert village.call("getUpdates", timeout=1)["result"] == []
    assert 0.9 < time.monotonic() - began < 2


def test_second_poller_ends_the_first_with_409(village: Village, background: ThreadPoolExecutor) -> None:
    """Two pollers: the older hears of the conflict, the newer goes on waiting."""
    chat = village.person()
    older = background.submit(get, f"{village.api}/getUpdates", params={"timeout": 20})
    time.sleep(0.15)
    newer = background.submit(get, f"{village.api}/getUpdates", params={"timeout": 20})
    conflict = older.result(3)
    assert conflict.status_code == 409
    assert conflict.json()["description"] == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )
    assert not newer.done()
    village.act(f"chats/{chat}/text", text="halo")
    assert len(newer.result(3).json()["result"]) == 1


def test_poll_of_a_dead_client_eats_nothing(village: Village) -> None:
    """What happens while a killed client's poll still hangs reaches the next poll."""
    chat = village.person()
    with socket.create_connection(("127.0.0.1", village.server.port)) as wire:
        wire.sendall(f"GET /bot{ANY_TOKEN}/getUpdates?timeout=20 HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        time.sleep(0.1)
    village.act(f"chats/{chat}/text", text="halo")
    wait_until(lambda: any(entry["ms"] >= 90 for entry in village.journal.entries()))
    assert [update.message.text for update in village.bot.get_updates()] == ["halo"]


def test_only_the_kinds_asked_for_are_queued(village: Village) -> None:
    """`allowed_updates` is remembered: other kinds are not kept for later."""
    village.call("getUpdates", allowed_updates=["callback_query"])
    chat = village.act("people", first_name="Budi")["id"]
    assert village.act(f"chats/{chat}/text", text="/start")["update_id"] is None
    village.call("getUpdates", allowed_updates=[])
    village.act(f"chats/{chat}/text", text="halo")
    assert [update.message.text for update in village.bot.get_updates()] == ["halo"]


def test_update_comes_twice_on_demand(village: Village) -> None:
    """The newest update can be delivered again although it was acknowledged."""
    chat = village.person()
    village.act(f"chats/{chat}/text", text="halo")
    first = village.updates()[0]
    assert village.act("updates/repeat") == {"update_id": first.update_id}
    assert village.updates(offset=first.update_id + 1) == [first]
    assert village.updates(offset=first.update_id + 1) == []


def test_update_ids_can_jump_back(village: Village) -> None:
    """After a quiet week the ids may begin lower; an offset far above them forgets nothing."""
    chat = village.person()
    village.act(f"chats/{chat}/text", text="lama")
    old = village.updates()[0].update_id
    village.act("updates/jump", next_id=500)
    village.act(f"chats/{chat}/text", text="baru")
    assert [update.update_id for update in village.bot.get_updates(offset=old + 1)] == [500]


def test_ids_go_on_after_a_reset(village: Village) -> None:
    """A reset forgets people and updates, and never gives an id a second time."""
    chat = village.person()
    village.act(f"chats/{chat}/text", text="halo")
    before = village.call("getUpdates")["result"][0]["update_id"]
    village.session.post(f"{village.server.url}/_sim/reset")
    assert village.call("getUpdates")["result"] == []
    other = village.act("people", first_name="Budi")["id"]
    assert other > chat
    assert village.act(f"chats/{other}/text", text="/start")["update_id"] > before


def test_ids_of_a_new_simulator_are_higher() -> None:
    """A simulator started later does not repeat the ids of an earlier one."""
    later = Telegram(clock=lambda: time.time() + 60)
    assert later.new_id() > Telegram().new_id() + 100


# --- people ---


def test_every_kind_of_update_satisfies_the_oracle(village: Village) -> None:
    """Message, command, edit, reply, contact, photo, document, press and membership are all valid updates."""
    chat = village.person(last_name="Dewi", username="sari", phone="+6281200000001")
    question = village.bot.send_message(chat, "Pilih", reply_markup=button())
    said = village.act(f"chats/{chat}/text", text="hola", reply_to=question.message_id)
    village.act(f"chats/{chat}/edit", message_id=said["message_id"], text="halo")
    village.act(f"chats/{chat}/text", text="/status sekarang")
    village.act(f"chats/{chat}/contact")
    for part, name, content in (("photo", "ktp.png", png()), ("document", "kk.pdf", b"%PDF-1.7")):
        url = f"{village.server.url}/_sim/telegram/chats/{chat}/document"
        post(url, data={"caption": "KTP"}, files={part: (name, content)}).raise_for_status()
    village.act(f"chats/{chat}/press", message_id=question.message_id, data="svc:sku")
    village.act(f"chats/{chat}/block")
    village.act(f"chats/{chat}/unblock")
    village.group(chat)
    updates = village.updates()
    kinds = [update.event_type for update in updates]
    assert kinds == [
        *("message", "edited_message", "message", "message", "message", "message", "callback_query"),
        *("my_chat_member", "my_chat_member", "my_chat_member", "message"),
    ]
    reply, edit, command, _, photo, document, *_ = (update.event for update in updates)
    assert (reply.text, reply.reply_to_message.message_id) == ("hola", question.message_id)
    assert (edit.text, edit.edit_date is not None) == ("halo", True)
    assert (command.entities[0].type, command.entities[0].length) == ("bot_command", 7)
    assert (photo.photo[-1].width, photo.photo[-1].height, photo.caption) == (3, 2, "KTP")
    assert (document.document.file_name, document.document.mime_type) == ("kk.pdf", "application/pdf")
    assert reply.from_user.model_dump(exclude_none=True) == {
        "id": chat,
        "is_bot": False,
        "first_name": "Sari",
        "last_name": "Dewi",
        "username": "sari",
        "language_code": "id",
    }


def test_date_is_in_seconds(village: Village) -> None:
    """Dates on the wire are whole Unix seconds."""
    chat = village.person()
    village.act(f"chats/{chat}/text", text="halo")
    date = village.call("getUpdates")["result"][0]["message"]["date"]
    assert isinstance(date, int)
    assert abs(date - time.time()) < 5


def test_not_started_is_403(village: Village) -> None:
    """A bot cannot begin a conversation, and the person's phone offers nothing but Start."""
    chat = village.person(start=False)
    assert refused(lambda: village.bot.send_message(chat, "Halo")) == (
        "403 Forbidden: bot can't initiate conversation with a user"
    )
    assert "Start" in village.act(f"chats/{chat}/text", 409, text="halo")["error"]
    village.act(f"chats/{chat}/text", text="/start sku_kode")
    assert village.bot.get_updates()[-1].message.text == "/start sku_kode"
    assert village.bot.send_message(chat, "Halo").text == "Halo"


def test_blocked_is_403_until_unblocked(village: Village) -> None:
    """Blocking is told to the bot, refuses its messages, and ends with an unblock or a new Start."""
    chat = village.person()
    village.act(f"chats/{chat}/block")
    village.act(f"chats/{chat}/block")
    change = village.updates()[0].my_chat_member
    assert (change.old_chat_member.status, change.new_chat_member.status) == ("member", "kicked")
    assert refused(lambda: village.bot.send_message(chat, "Halo")) == "403 Forbidden: bot was blocked by the user"
    village.act(f"chats/{chat}/text", 409, text="halo")
    village.act(f"chats/{chat}/text", text="/start")
    back, start = village.updates()
    assert back.my_chat_member.new_chat_member.status == "member"
    assert start.message.text == "/start"
    assert village.bot.send_message(chat, "Halo").text == "Halo"


def test_unblock_lets_the_bot_write(village: Village) -> None:
    """After an unblock alone the bot may write again."""
    chat = village.person()
    village.act(f"chats/{chat}/block")
    village.act(f"chats/{chat}/unblock")
    assert [update.event_type for update in village.updates()] == ["my_chat_member", "my_chat_member"]
    assert village.bot.send_message(chat, "Halo").text == "Halo"


def test_unknown_chat_is_400(village: Village) -> None:
    """Nobody is found under a number that was never given."""
    assert refused(lambda: village.bot.send_message(42, "Halo")) == "400 Bad Request: chat not found"


def test_own_contact_carries_the_user_id(village: Village) -> None:
    """The server fills in whose contact it is; a card of somebody else has theirs, or none if nobody knows them."""
    chat, other = village.person(phone="+6281200000001"), village.person(phone="6281200000002")
    village.act(f"chats/{chat}/contact")
    village.act(f"chats/{chat}/contact", phone_number="6281299999999", first_name="Orang Lain")
    village.act(f"chats/{chat}/contact", phone_number="+6281200000002", first_name="Tetangga")
    own, card, neighbours = (update.message.contact for update in village.updates())
    assert (own.user_id, own.phone_number) == (chat, "6281200000001")
    assert card.user_id is None
    assert neighbours.user_id == other


def test_only_existing_buttons_can_be_pressed(village: Village) -> None:
    """A press needs a message with that very button, and a link button tells the bot nothing."""
    chat = village.person()
    link = types.InlineKeyboardButton("Isi Formulir", url="http://127.0.0.1:9/forms?x=1")
    sent = village.bot.send_message(chat, "Pilih", reply_markup=button().add(link))
    for wish in ({"data": "svc:other"}, {"text": "Lain"}, {"text": "Isi Formulir"}, {}):
        village.act(f"chats/{chat}/press", 409, message_id=sent.message_id, **wish)
    village.act(f"chats/{chat}/press", 404, message_id=7, data="svc:sku")
    village.act(f"chats/{chat}/press", message_id=sent.message_id, text="SKU")
    query = village.updates()[0].callback_query
    assert (query.data, query.message.message_id, query.from_user.id) == ("svc:sku", sent.message_id, chat)
    village.bot.edit_message_reply_markup(chat, sent.message_id)
    village.act(f"chats/{chat}/press", 409, message_id=sent.message_id, data="svc:sku")


def test_chat_instance_is_the_chats(village: Village) -> None:
    """All presses of one chat carry one chat instance, another chat another."""
    instances = []
    for chat in (village.person(), village.person()):
        sent = village.bot.send_message(chat, "Pilih", reply_markup=button())
        for _ in range(2):
            village.act(f"chats/{chat}/press", message_id=sent.message_id, data="svc:sku")
        instances.append({update.callback_query.chat_instance for update in village.updates()})
    assert [len(found) for found in instances] == [1, 1]
    assert instances[0] != instances[1]


def test_reply_keyboard_is_shown_and_its_press_is_a_text(village: Village) -> None:
    """A keyboard replaces the person's own until it is removed; a press on it is typed text."""
    chat = village.person()
    keyboard = types.ReplyKeyboardMarkup(resize_keyboard=True)
    keyboard.add("Bagikan nomor", types.KeyboardButton("Kirim", request_contact=True))
    village.bot.send_message(chat, "Pilih", reply_markup=keyboard)
    assert village.look(chat)["keyboard"] == [[{"text": "Bagikan nomor"}, {"text": "Kirim", "request_contact": True}]]
    village.act(f"chats/{chat}/text", text="Bagikan nomor")
    assert village.updates()[0].message.text == "Bagikan nomor"
    village.bot.send_message(chat, "Sudah", reply_markup=types.ReplyKeyboardRemove())
    assert village.look(chat)["keyboard"] is None


def test_a_keyboard_for_once_is_hidden_when_it_was_used(village: Village) -> None:
    """The phone shows its own keyboard again as soon as the person has said something."""
    chat = village.person(phone="+6281200000001")
    keyboard = types.ReplyKeyboardMarkup(one_time_keyboard=True)
    keyboard.add(types.KeyboardButton("Kirim", request_contact=True))
    village.bot.send_message(chat, "Bagikan", reply_markup=keyboard)
    assert village.look(chat)["keyboard"] == [[{"text": "Kirim", "request_contact": True}]]
    village.act(f"chats/{chat}/contact")
    assert village.look(chat)["keyboard"] is None


def test_group_hears_commands_replies_and_presses(village: Village) -> None:
    """In a group a bot with privacy mode hears commands, replies to itself and presses, and nothing else."""
    staff = village.person()
    group = village.group(staff)
    assert group < 0
    village.updates()
    notice = village.bot.send_message(group, "Permohonan 7 masuk", reply_markup=button())
    village.act(f"chats/{group}/text", text="siapa yang urus?")
    village.act(f"chats/{group}/text", text="/status", **{"from": staff})
    village.act(f"chats/{group}/text", text="saya", reply_to=notice.message_id)
    village.act(f"chats/{group}/press", message_id=notice.message_id, data="svc:sku")
    heard = village.updates()
    assert [update.event_type for update in heard] == ["message", "message", "callback_query"]
    assert [update.message.text for update in heard[:2]] == ["/status", "saya"]
    assert heard[0].message.chat.type == "group"
    assert len(village.look(group)["messages"]) == 5


def test_only_members_speak_in_a_group(village: Village) -> None:
    """A person who is not in the group cannot act there."""
    group = village.group(village.person())
    stranger = village.person()
    village.act(f"chats/{group}/text", 409, text="/status", **{"from": stranger})


# --- what the bot sends ---


def test_every_result_satisfies_the_oracle(village: Village) -> None:
    """Each method of the real telebot works and each raw result is valid in the eyes of aiogram's models."""
    bot, chat = village.bot, village.person(username="sari")
    group = village.group(chat)
    judged(User, village.call("getMe")["result"])
    assert bot.get_me().is_bot
    sent = village.call("sendMessage", chat_id=chat, text="<b>Halo</b> Sari", parse_mode="HTML")
    message = judged(JudgedMessage, sent["result"])
    assert (message.text, message.entities[0].type, message.from_user.is_bot) == ("Halo Sari", "bold", True)
    reply = bot.send_message(chat, "Balas", reply_parameters=types.ReplyParameters(message.message_id))
    assert reply.reply_to_message.message_id == message.message_id
    assert bot.edit_message_text("Baru", chat, message.message_id, reply_markup=button()).text == "Baru"
    for name in ("forwardMessage", "copyMessage"):
        copied = village.call(name, chat_id=chat, from_chat_id=chat, message_id=message.message_id)["result"]
        judged(JudgedMessage if name == "forwardMessage" else MessageId, copied)
    assert bot.forward_message(chat, chat, reply.message_id).forward_origin.sender_user.is_bot
    assert bot.copy_message(chat, chat, reply.message_id).message_id
    document = bot.send_document(chat, ("surat.docx", io.BytesIO(b"PK\3\4")), caption="Surat")
    assert bot.edit_message_caption("Surat Anda", chat, document.message_id).caption == "Surat Anda"
    photo = village.session.post(f"{village.api}/sendPhoto", data={"chat_id": chat}, files={"photo": png()}).json()
    judged(JudgedMessage, photo["result"])
    judged(File, village.call("getFile", file_id=document.document.file_id)["result"])
    assert bot.send_chat_action(chat, "typing")
    assert bot.delete_message(chat, message.message_id)
    for number in (chat, group):
        judged(ChatFullInfo, village.call("getChat", chat_id=number)["result"])
    assert bot.get_chat(group).title == "Staf Desa"
    assert bot.leave_chat(group)
    judged(WebhookInfo, village.call("getWebhookInfo")["result"])
    assert bot.get_webhook_info().url == ""
    assert bot.delete_webhook(drop_pending_updates=True)
    assert not [entry for entry in village.journal.entries() if entry.get("unknown") or entry.get("crashed")]


def test_bot_introduces_itself(village: Village) -> None:
    """Commands, menu button, name and descriptions are kept and told; the menu shows in the chat."""
    bot, chat = village.bot, village.person()
    assert bot.set_my_commands([types.BotCommand("start", "Mulai"), types.BotCommand("batal", "Batalkan")])
    assert [command.command for command in bot.get_my_commands()] == ["start", "batal"]
    judged(BotCommand, village.call("getMyCommands")["result"][0])
    assert [command["command"] for command in village.look(chat)["menu"]] == ["start", "batal"]
    scope = types.BotCommandScopeChat(chat)
    assert bot.set_my_commands([types.BotCommand("kerja", "Daftar kerja")], scope=scope)
    assert [command["command"] for command in village.look(chat)["menu"]] == ["kerja"]
    assert bot.delete_my_commands(scope=scope)
    assert len(village.look(chat)["menu"]) == 2
    assert bot.set_chat_menu_button(chat, types.MenuButtonCommands())
    assert bot.get_chat_menu_button(chat).type == "commands"
    assert bot.set_my_name("Surat Desa Sukamaju")
    assert bot.get_my_name().name == "Surat Desa Sukamaju"
    assert bot.set_my_description("Layanan surat")
    assert bot.get_my_description().description == "Layanan surat"
    assert bot.set_my_short_description("Surat")
    assert bot.get_my_short_description().short_description == "Surat"
    wrong = types.BotCommand("Mulai Sekarang", "x")
    assert refused(lambda: bot.set_my_commands([wrong])) == "400 Bad Request: BOT_COMMAND_INVALID"


def test_text_limits_count_after_parsing(village: Village) -> None:
    """4096 characters of text and 1024 of caption pass, tags not counted; one more is refused."""
    bot, chat = village.bot, village.person()
    assert bot.send_message(chat, "<b>" + "x" * 4096 + "</b>", parse_mode="HTML")
    assert refused(lambda: bot.send_message(chat, "x" * 4097)) == "400 Bad Request: message is too long"
    assert bot.send_document(chat, ("a.txt", b"a"), caption="<i>" + "x" * 1024 + "</i>", parse_mode="HTML")
    assert refused(lambda: bot.send_document(chat, ("a.txt", b"a"), caption="x" * 1025)) == (
        "400 Bad Request: message caption is too long"
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [("", "message text is empty"), (" \n ", "text must be non-empty"), ("<b> </b>", "text must be non-empty")],
)
def test_empty_text_is_refused(village: Village, text: str, why: str) -> None:
    """A text without anything to read is refused."""
    answer = village.call("sendMessage", chat_id=village.person(), text=text, parse_mode="HTML")
    assert answer == {"ok": False, "error_code": 400, "description": f"Bad Request: {why}"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a <nama> b", 'Unsupported start tag "nama" at byte offset 2'),
        ("é <nama> b", 'Unsupported start tag "nama" at byte offset 3'),
        ("<b>tebal", 'Can\'t find end tag corresponding to start tag "b"'),
        ("tebal</b>", "Unexpected end tag at byte offset 5"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("1 <2", "Unclosed start tag at byte offset 2"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<a href='x", 'Empty attribute name in the tag "a" at byte offset 0'),
    ],
)
def test_bad_html_is_refused(village: Village, text: str, why: str) -> None:
    """Foreign text that was not escaped is refused with the place of the error."""
    chat = village.person()
    answer = refused(lambda: village.bot.send_message(chat, text, parse_mode="HTML"))
    assert answer.lower() == f"400 bad request: can't parse entities: {why}".lower()
    assert len(village.look(chat)["messages"]) == 1


def test_html_becomes_entities_in_utf16_units(village: Village) -> None:
    """Tags, links and escapes are read; offsets count an emoji as two."""
    chat = village.person()
    text = (
        '😀 <b>Sari &amp; <i>Budi</i></b> &lt;3 <a href="https://desa.id/?a=1&amp;b=2">buka</a> <code>A-1</code> &copy;'
    )
    message = judged(JudgedMessage, village.call("sendMessage", chat_id=chat, text=text, parse_mode="HTML")["result"])
    assert message.text == "😀 Sari & Budi <3 buka A-1 &copy;"
    found = [(entity.type, entity.extract_from(message.text), entity.url) for entity in message.entities]
    assert found == [
        ("bold", "Sari & Budi", None),
        ("italic", "Budi", None),
        ("text_link", "buka", "https://desa.id/?a=1&b=2"),
        ("code", "A-1", None),
    ]


def test_surrounding_space_is_cut(village: Village) -> None:
    """The server trims a text and moves its entities along."""
    sent = village.bot.send_message(village.person(), "\n  <b> Halo </b>\n", parse_mode="HTML")
    assert (sent.text, sent.entities[0].offset, sent.entities[0].length) == ("Halo", 0, 4)


def test_entities_can_be_given_instead_of_tags(village: Village) -> None:
    """Without a parse mode the given entities are kept."""
    sent = village.bot.send_message(village.person(), "Halo Sari", entities=[types.MessageEntity("bold", 5, 4)])
    assert [(entity.type, entity.offset, entity.length) for entity in sent.entities] == [("bold", 5, 4)]


def test_callback_data_has_64_bytes(village: Village) -> None:
    """64 bytes of callback data pass, 65 are refused."""
    bot, chat = village.bot, village.person()
    assert bot.send_message(chat, "Pilih", reply_markup=button(data="é" * 32))
    answer = refused(lambda: bot.send_message(chat, "Pilih", reply_markup=button(data="é" * 32 + "x")))
    assert answer == "400 Bad Request: BUTTON_DATA_INVALID"


def test_unchanged_edit_is_not_modified(village: Village) -> None:
    """An edit that changes neither text nor buttons is a 400 with its own words."""
    bot, chat = village.bot, village.person()
    sent = bot.send_message(chat, "Halo", reply_markup=button())
    answer = refused(lambda: bot.edit_message_text("Halo", chat, sent.message_id, reply_markup=button()))
    assert answer.startswith("400 Bad Request: message is not modified: specified new message content")
    assert bot.edit_message_text("Halo", chat, sent.message_id).reply_markup is None
    assert village.look(chat)["messages"][-1]["edited"]


def test_edits_find_their_message(village: Village) -> None:
    """A message that is gone, a person's, or a document's text cannot be edited."""
    bot, chat = village.bot, village.person()
    said = village.act(f"chats/{chat}/text", text="halo")["message_id"]
    letter = bot.send_document(chat, ("a.txt", b"a")).message_id
    for message, why in (
        (5, "message to edit not found"),
        (said, "message can't be edited"),
        (letter, "there is no text in the message to edit"),
    ):
        answer = refused(lambda message=message: bot.edit_message_text("x", chat, message))
        assert answer == f"400 Bad Request: {why}"


def test_deleted_message_vanishes(village: Village) -> None:
    """A deleted message is gone from the person's phone and cannot be deleted again."""
    bot, chat = village.bot, village.person()
    sent = bot.send_message(chat, "Halo")
    bot.delete_message(chat, sent.message_id)
    assert sent.message_id not in [message["message_id"] for message in village.look(chat)["messages"]]
    answer = refused(lambda: bot.delete_message(chat, sent.message_id))
    assert answer == "400 Bad Request: message to delete not found"


def test_press_is_answered_while_it_is_fresh(village: Village) -> None:
    """The answer shows as an alert; an unknown or old query is refused."""
    bot, chat = village.bot, village.person()
    sent = bot.send_message(chat, "Pilih", reply_markup=button())
    for _ in range(2):
        village.act(f"chats/{chat}/press", message_id=sent.message_id, data="svc:sku")
    first, second = (judged(CallbackQuery, update.callback_query.model_dump()) for update in village.updates())
    assert bot.answer_callback_query(first.id, "Sedang dibuka")
    assert village.look(chat)["alert"] == "Sedang dibuka"
    too_long = refused(lambda: bot.answer_callback_query(second.id, "x" * 201))
    assert too_long == "400 Bad Request: MESSAGE_TOO_LONG"
    village.act("presses/expire")
    assert refused(lambda: bot.answer_callback_query(second.id)) == (
        "400 Bad Request: query is too old and response timeout expired or query ID is invalid"
    )


def test_file_travels_there_and_back(village: Village) -> None:
    """A document sent by a person is downloaded by the bot and sent on by its id; the bytes never change."""
    bot, chat = village.bot, village.person()
    content = bytes(range(256)) * 50
    url = f"{village.server.url}/_sim/telegram/chats/{chat}/document"
    post(url, files={"document": ("scan surat.pdf", content)}).raise_for_status()
    received = village.updates()[0].message.document
    assert (received.file_name, received.file_size) == ("scan surat.pdf", len(content))
    path = bot.get_file(received.file_id).file_path
    assert path.endswith(".pdf")
    assert bot.download_file(path) == content
    sent = bot.send_document(chat, received.file_id, caption="Kembali")
    assert sent.document.file_name == "scan surat.pdf"
    shown = village.look(chat)["messages"][-1]["document"]
    answer = get(village.server.url + shown["url"])
    assert answer.content == content
    assert 'filename="scan surat.pdf"' in answer.headers["Content-Disposition"]


def test_upload_keeps_its_bytes_and_name(village: Village) -> None:
    """What the bot uploads lies in the person's chat byte for byte, under its name."""
    content = b"PK\x03\x04\r\n--x\r\n\0\xff" * 1000
    letter = types.InputFile(io.BytesIO(content), "Surat Keterangan Usaha - 470.docx")
    village.bot.send_document(chat := village.person(), letter)
    shown = village.look(chat)["messages"][-1]["document"]
    assert shown["file_name"] == "Surat Keterangan Usaha - 470.docx"
    assert get(village.server.url + shown["url"]).content == content


def test_files_that_are_none_are_refused(village: Village) -> None:
    """Empty files, unknown ids, ids of another kind, text as a picture and a missing file are refused."""
    bot, chat = village.bot, village.person()
    photo = bot.send_photo(chat, png()).photo[-1].file_id
    for call, why in (
        (lambda: bot.send_document(chat, ("a.txt", b"")), "file must be non-empty"),
        (lambda: bot.send_document(chat, "BQACnothing"), "wrong file identifier/HTTP URL specified"),
        (lambda: bot.send_document(chat, photo), "can't use file of type Photo as Document"),
        (lambda: bot.send_photo(chat, b"no picture"), "IMAGE_PROCESS_FAILED"),
        (lambda: bot.get_file("BQACnothing"), "wrong file_id or the file is temporarily unavailable"),
    ):
        assert refused(call) == f"400 Bad Request: {why}"
    assert village.call("sendDocument", chat_id=chat)["description"] == (
        "Bad Request: there is no document in the request"
    )


def test_big_files_cannot_be_downloaded(village: Village) -> None:
    """A file above 20 MB can be sent but not fetched with getFile."""
    with village.telegram.lock:
        file = village.telegram.files.add_document("besar.bin", bytes(20 * 1024 * 1024 + 1))
    assert refused(lambda: village.bot.get_file(file.file_id)) == "400 Bad Request: file is too big"


def test_left_group_is_closed(village: Village) -> None:
    """After leaving, or being thrown out, the bot cannot write to the group; a private chat cannot be left."""
    bot, staff = village.bot, village.person()
    left, kicked = village.group(staff), village.group(staff)
    bot.leave_chat(left)
    village.act(f"chats/{kicked}/block")
    assert refused(lambda: bot.send_message(left, "x")) == "403 Forbidden: bot is not a member of the group chat"
    assert refused(lambda: bot.send_message(kicked, "x")) == "403 Forbidden: bot was kicked from the group chat"
    assert refused(lambda: bot.leave_chat(staff)).startswith("400 Bad Request: chat member status")


def test_a_group_goes_on_as_a_supergroup(village: Village) -> None:
    """The old chat refuses and names the new one, which has the same people and counts its messages from 1."""
    bot, staff = village.bot, village.person()
    old = village.group(staff)
    village.updates()
    new = village.act(f"chats/{old}/upgrade")["id"]
    assert str(new).startswith("-100")
    told = village.updates()
    assert [update.event_type for update in told] == ["my_chat_member", "message", "message"]
    assert (told[0].event.chat.id, told[0].event.chat.type) == (new, "supergroup")
    assert (told[0].event.old_chat_member.status, told[0].event.new_chat_member.status) == ("left", "member")
    assert (told[1].event.chat.id, told[1].event.migrate_to_chat_id) == (old, new)
    assert (told[2].event.chat.id, told[2].event.migrate_from_chat_id) == (new, old)

    refusal = village.call("sendMessage", chat_id=old, text="x")
    assert (refusal["error_code"], refusal["parameters"]) == (400, {"migrate_to_chat_id": new})
    assert refusal["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert village.call("getChatMemberCount", chat_id=old)["parameters"] == {"migrate_to_chat_id": new}
    assert bot.get_chat(old).title == bot.get_chat(new).title == "Staf Desa"
    assert bot.get_chat_member_count(new) == 2
    assert bot.send_message(new, "Permohonan 7 masuk").message_id == 2
    village.act(f"chats/{old}/text", 409, text="/status")
    village.act(f"chats/{new}/text", text="/status", **{"from": staff})
    village.act(f"chats/{old}/upgrade", 409)
    village.act(f"chats/{new}/upgrade", 409)


def test_the_updates_of_an_upgrade_can_be_chosen(village: Village) -> None:
    """Telegram may send them in another order, and forgets them after a day."""
    one, other = village.group(village.person()), village.group(village.person())
    village.updates()
    village.act(f"chats/{one}/upgrade", told=["from", "member"])
    village.act(f"chats/{other}/upgrade", told=[])
    assert [update.event_type for update in village.updates()] == ["message", "my_chat_member"]
    village.act(f"chats/{village.group(village.person())}/upgrade", 400, told=["gone"])


def test_typing_shows_until_the_message_comes(village: Village) -> None:
    """A chat action is visible to the person and ends with the next message."""
    bot, chat = village.bot, village.person()
    bot.send_chat_action(chat, "upload_document")
    assert village.look(chat)["typing"]
    bot.send_message(chat, "Ini suratnya")
    assert not village.look(chat)["typing"]
    assert refused(lambda: bot.send_chat_action(chat, "dancing")).startswith("400 Bad Request: wrong parameter")


def test_view_shows_html_that_is_safe(village: Village) -> None:
    """A page may show `text` as HTML: what a person typed is escaped there and plain in `plain`."""
    chat = village.person()
    village.act(f"chats/{chat}/text", text="<b>&")
    village.bot.send_message(chat, "<b>tebal</b>", parse_mode="HTML", reply_markup=button())
    typed, sent = village.look(chat)["messages"][-2:]
    assert (typed["text"], typed["plain"], typed["from_bot"]) == ("&lt;b&gt;&amp;", "<b>&", False)
    assert (sent["text"], sent["plain"], sent["from_bot"]) == ("<b>tebal</b>", "tebal", True)
    assert sent["buttons"] == [[{"text": "SKU", "callback_data": "svc:sku"}]]


def test_version_rises_with_every_change(village: Village) -> None:
    """A page that asks with the version it knows learns whether to draw again."""
    chat = village.person()
    known = village.look(chat)["version"]
    url = f"{village.server.url}/_sim/telegram/chats/{chat}/messages?since={known}"
    assert not get(url).json()["changed"]
    village.bot.send_message(chat, "Halo")
    assert get(url).json()["changed"]


def test_long_poll_parameters_are_aiograms(village: Village) -> None:
    """The arguments as aiogram's own method object sends them are understood."""
    chat = village.person()
    village.act(f"chats/{chat}/text", text="halo")
    wanted = GetUpdates(timeout=1, limit=1, allowed_updates=["message"]).model_dump(exclude_none=True)
    assert [judged(Update, update).message.text for update in village.call("getUpdates", **wanted)["result"]] == [
        "halo"
    ]


def test_many_chats_at_once_lose_nothing(village: Village, background: ThreadPoolExecutor) -> None:
    """Messages written from several threads all arrive, each with its own update id."""
    chats = [village.person() for _ in range(4)]

    def write(chat: int) -> None:
        with requests.Session() as session:
            for number in range(10):
                url = f"{village.server.url}/_sim/telegram/chats/{chat}/text"
                session.post(url, json={"text": f"pesan {number}"}).raise_for_status()

    done: list[Future[None]] = [background.submit(write, chat) for chat in chats]
    for future in done:
        future.result(10)
    updates = village.updates()
    assert len({update.update_id for update in updates}) == 40
    for chat in chats:
        texts = [update.message.text for update in updates if update.message.chat.id == chat]
        assert texts == [f"pesan {number}" for number in range(10)]
