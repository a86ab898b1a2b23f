"""An invented village for the bot's tests: its configuration, its clock, and a door that only remembers."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Condition, Event
from typing import Any

from bot.keyboards import Keyboard, PhoneKeys
from bot.texts import Texts
from office.cases import Dossier, Status
from office.config import Config
from office.doors import Retryable

SHIPPED = Texts()
"""The sentences as they ship."""
NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)  # Monday 12.00 in Jakarta
STAFF = -100200300
FORM = {"url": "https://docs.google.com/forms/d/e/x/viewform", "tab": 7, "form_id": "f", "entri": {}}
ENTRIES = {"Kode Permohonan": 11, "Nama Lengkap": 12, "Nomor/Username Telegram": 13}


def service(key: str, title: str, short: str, *, form: bool = True, days: int = 1, valid: int = 30) -> dict[str, Any]:
    return {
        "key": key,
        "judul": title,
        "singkatan": short,
        "tombol": short,
        "hasil": f"Desa membuat {title}.",
        "syarat": ["Foto KTP", "Foto KK"],
        "biaya": "Gratis",
        "hari_kerja": days,
        "petugas": "Kasi Pelayanan",
        "pertanyaan": [{"judul": "Nama Lengkap"}],
        "surat": {"templat": f"{key}.docx", "kode": "517", "berlaku_hari": valid},
        "form": FORM | {"entri": ENTRIES} if form else None,
    }


def village_config(staff_chat: int | None = None) -> Config:
    services = [
        service("sku", "Surat Keterangan Usaha", "SKU"),
        service("sktm", "Surat Keterangan Tidak Mampu", "SKTM", days=0),
        service("nikah", "Surat Pengantar Nikah", "N1", form=False),
        service("kematian", "Surat Keterangan Kematian", "SKM", valid=0),
    ]
    days = ("senin", "selasa", "rabu", "kamis", "jumat")
    return Config.model_validate(
        {
            "desa": {
                "nama": "Karangsatria",
                "kode": "DS-KRS",
                "kecamatan": "Tambun Utara",
                "kabupaten": "Bekasi",
                "provinsi": "Jawa Barat",
                "alamat": "Jalan Contoh Nomor 1",
                "telepon": "021 5550 0123",
                "jam_buka": dict.fromkeys(days, "08.00-15.00"),
            },
            "penandatangan": {"nama": "Ahmad Contoh", "jabatan": "Kepala Desa"},
            "telegram": {"chat_staf": staff_chat},
            "layanan": {entry["key"]: entry for entry in services},
        }
    )


def dossier(status: Status, **fields: Any) -> Dossier:
    values: dict[str, Any] = {
        "attempt_id": 1,
        "case_id": 1,
        "key": "SKU-7K3Q",
        "reference": "SKU-7K3Q",
        "service": "sku",
        "chat_id": 5,
        "code": "ACDE",
        "tab": 7,
        "serial": 1.0,
        "fingerprint": "f",
        "status": status,
        "answers": {},
        "damaged": (),
        "concerns": (),
        "arrived_at": NOON,
        "due_at": NOON + timedelta(days=1, hours=3),
        "latest": True,
        "confirmed": True,
    }
    return Dossier(**(values | fields))


class Clock:
    """A clock that stands until it is put forward."""

    def __init__(self) -> None:
        self.moment = NOON

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return (self.moment - NOON).total_seconds()

    def advance(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


class FakeDoor:
    """A door that remembers what went through it and fails as it is told.

    `troubles` are raised by the next calls of that name, or `name:chat`, one each; a callable is called instead.
    """

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []
        self.troubles: dict[str, list[Exception | Callable[[], None]]] = {}
        self.moves: dict[int, int] = {}
        self.waiting: list[dict[str, Any]] = []
        self.most = 1000
        self.offsets: list[int | None] = []
        self.closed = Event()
        self._changed = Condition()
        self._last_id = 0

    def sent(self, chat_id: int | None = None) -> list[str]:
        """The texts that were sent, to one chat or to all."""
        return [call[2] for call in self.calls if call[0].startswith("send") and chat_id in {None, call[1]}]

    def bring(self, *updates: dict[str, Any]) -> None:
        with self._changed:
            self.waiting.extend(updates)
            self._changed.notify_all()

    def get_updates(self, offset: int | None, timeout: int) -> Sequence[dict[str, Any]]:
        self.offsets.append(offset)
        self._fail("get_updates")
        with self._changed:
            self.waiting = [update for update in self.waiting if offset is None or update["update_id"] >= offset]
            self._changed.wait_for(lambda: self.waiting or self.closed.is_set(), timeout)
            return self.waiting[: self.most]

    def send(self, chat_id: int, text: str, keyboard: Keyboard | PhoneKeys = ()) -> int:
        return self._call("send", chat_id, text, keyboard)

    def edit(self, chat_id: int, message_id: int, text: str, keyboard: Keyboard = ()) -> None:
        self._call("edit", chat_id, text, keyboard, message_id)

    def answer(self, callback_id: str, text: str = "") -> None:
        self._call("answer", callback_id, text)

    def send_document(self, chat_id: int, path: Path, filename: str, caption: str, keyboard: Keyboard = ()) -> int:
        return self._call("send_document", chat_id, caption, keyboard, path, filename)

    def send_file(self, chat_id: int, file_id: str, caption: str, keyboard: Keyboard = (), *, is_photo: bool) -> int:
        return self._call("send_file", chat_id, caption, keyboard, file_id, is_photo)

    def leave(self, chat_id: int) -> None:
        self._call("leave", chat_id)

    def moved_to(self, chat_id: int) -> int | None:
        self._call("moved_to", chat_id)
        return self.moves.get(chat_id)

    def close(self) -> None:
        """Let go of an open question."""
        self.closed.set()
        with self._changed:
            self._changed.notify_all()

    def _call(self, name: str, *details: Any) -> int:
        self._fail(name)
        self._fail(f"{name}:{details[0]}")
        self._last_id += 1
        self.calls.append((name, *details))
        return self._last_id

    def _fail(self, name: str) -> None:
        if troubles := self.troubles.get(name):
            trouble = troubles.pop(0)
            if isinstance(trouble, Exception):
                raise trouble
            trouble()


def passing(after: float = 0.01) -> Retryable:
    return Retryable("not now", after)


def eventually(met: Callable[[], object], seconds: float = 5.0) -> None:
    """Wait until something is so; fail when it does not become so in time."""
    patience = Event()
    for _ in range(int(seconds / 0.01)):
        if met():
            return
        patience.wait(0.01)
    raise AssertionError("it did not come about in time")


def private(chat_id: int = 5, username: str | None = "siti") -> dict[str, Any]:
    return {"id": chat_id, "type": "private", "first_name": "Siti", "username": username}


def message(text: str, chat_id: int = 5, update_id: int = 1, **more: Any) -> dict[str, Any]:
    chat = private(chat_id)
    return {"update_id": update_id, "message": {"message_id": 3, "from": chat, "chat": chat, "text": text} | more}


def press(data: str, chat_id: int = 5, update_id: int = 1, message_id: int = 40) -> dict[str, Any]:
    chat = private(chat_id)
    body = {"id": "q1", "from": chat, "data": data, "message": {"message_id": message_id, "chat": chat}}
    return {"update_id": update_id, "callback_query": body}


def upgrade(old: int, new: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """The service messages of a group that became a supergroup: in the old one, and in the new."""
    here, there = {"id": old, "type": "group"}, {"id": new, "type": "supergroup"}
    return (
        message("", update_id=91, chat=here, migrate_to_chat_id=new),
        message("", update_id=92, chat=there, migrate_from_chat_id=old),
    )


def member(status: str, chat: dict[str, Any], update_id: int = 1) -> dict[str, Any]:
    change = {"chat": chat, "from": private(), "new_chat_member": {"status": status}}
    return {"update_id": update_id, "my_chat_member": change}
