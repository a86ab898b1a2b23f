"""Builders for the tests of the office and of the spreadsheet: an invented village with two small services.

Each takes what the test is about and fills in the rest.
"""

from collections.abc import Mapping
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from office.answers import person
from office.cases import Arrival, Concern, Dossier, Status, Ticket
from office.config import Config
from office.ledger.record import Clerk
from office.services import Service

JAKARTA = ZoneInfo("Asia/Jakarta")
NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)  # Monday 12.00 in Jakarta
NOON_SERIAL = 46349.5
SKU_TAB, SKTM_TAB = 101, 102
CHAT, STAFF = 5550001, -1005550002
NIK = "3216010101900001"
NAME = "Siti Contoh Aminah"
PHONE = "081200001111"
ANSWERS = {
    "Nama Lengkap": NAME,
    "NIK": NIK,
    "Tanggal Lahir": "1990-01-01",
    "Keperluan": "Modal usaha",
    "Nomor/Username Telegram": PHONE,
}
ENTRIES = {
    "Kode Permohonan": 1,
    "Nama Lengkap": 2,
    "NIK": 3,
    "Tanggal Lahir": 4,
    "Keperluan": 5,
    "KTP": 6,
    "Nomor/Username Telegram": 7,
}
QUESTIONS = [
    {"judul": "Nama Lengkap"},
    {"judul": "NIK", "jenis": "nik"},
    {"judul": "Tanggal Lahir", "jenis": "tanggal"},
    {"judul": "Keperluan", "jenis": "paragraf"},
    {"judul": "KTP", "jenis": "berkas", "wajib": False},
]
HEADERS = ["Timestamp", *ENTRIES]
"""The first row of a form tab."""


def block(short: str, **changes: Any) -> dict[str, Any]:
    """A service as it is written in `config.yaml`."""
    return {
        "judul": f"Surat {short}",
        "singkatan": short,
        "tombol": short,
        "hasil": f"Desa membuat {short}.",
        "syarat": ["Foto KTP"],
        "biaya": "Gratis",
        "hari_kerja": 1,
        "petugas": "Kasi Pelayanan",
        "pertanyaan": deepcopy(QUESTIONS),
        "surat": {"templat": f"{short.lower()}.docx", "kode": "517"},
    } | changes


def settings(**changes: Any) -> dict[str, Any]:
    """A whole `config.yaml` as plain data."""
    days = ("senin", "selasa", "rabu", "kamis", "jumat")
    return {
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
        "layanan": {"sku": block("SKU"), "sktm": block("SKTM")},
    } | changes


def form(tab: int, **changes: Any) -> dict[str, Any]:
    """A service's form as `formulir.yaml` names it."""
    url = f"https://docs.google.com/forms/d/e/form-{tab}/viewform"
    return {"url": url, "tab": tab, "form_id": f"form-{tab}", "entri": dict(ENTRIES)} | changes


def village(**changes: Any) -> Config:
    """The village with its two services, each with a form, and without a staff chat."""
    raw = settings()
    raw["layanan"]["sku"] |= {"key": "sku", "form": form(SKU_TAB)}
    raw["layanan"]["sktm"] |= {"key": "sktm", "form": form(SKTM_TAB)}
    return Config.model_validate(raw | changes)


SERVICES: Mapping[str, Service] = village().services
SKU = SERVICES["sku"]


def service(**changes: Any) -> Service:
    """The service `sku`, changed as given by its fields in `config.yaml`."""
    return Service.model_validate(block("SKU", key="sku", form=form(SKU_TAB)) | changes)


def arrival(code: str = "", changes: Mapping[str, str] | None = None, **fields: Any) -> Arrival:
    """A row of the SKU form sent on Monday noon; `changes` are answers that differ from Siti's."""
    values: dict[str, Any] = {
        "service": "sku",
        "tab": SKU_TAB,
        "code": code,
        "serial": NOON_SERIAL,
        "sent_at": NOON,
        "answers": ANSWERS | dict(changes or {}),
    }
    return Arrival(**(values | fields))


def dossier(row: Arrival | None = None, **fields: Any) -> Dossier:
    """What the ledger knows of an arrival with a chat: attempt 1 of case 1, new."""
    row = row or arrival("ACDE")
    values: dict[str, Any] = {
        "attempt_id": 1,
        "case_id": 1,
        "key": "SKU-7K3Q",
        "reference": "SKU-7K3Q",
        "service": row.service,
        "chat_id": CHAT,
        "code": row.code or None,
        "tab": row.tab,
        "serial": row.serial,
        "fingerprint": row.fingerprint,
        "status": Status.NEW,
        "answers": row.answers,
        "damaged": row.damaged,
        "concerns": (),
        "arrived_at": NOON,
        "due_at": NOON + timedelta(days=1, hours=3),
        "latest": True,
        "name": person(row.answers),
        "confirmed": True,
    }
    return Dossier(**(values | fields))


def ticket(code: str = "ACDE", **fields: Any) -> Ticket:
    """A code that was handed out in Siti's chat for the SKU."""
    values: dict[str, Any] = {"code": code, "chat_id": CHAT, "service": "sku"}
    return Ticket(**(values | fields))


def clerk(staff_chat: int | None = None) -> Clerk:
    """The village's clerk, by default without a staff chat."""
    config = village()
    return Clerk(config.services, config.village.hours, staff_chat, DEAL, expiry_days=config.desk.expiry_days)


class Dealer:
    """Chooses letters as if thrown with dice, in every run the same."""

    def __init__(self) -> None:
        self._turn = 0

    def __call__(self, letters: str) -> str:
        self._turn += 1
        return letters[sha256(str(self._turn).encode()).digest()[0] % len(letters)]


DEAL = Dealer()
"""One dealer for all, so that no code comes twice."""


def kinds(concerns: tuple[Concern, ...]) -> list[str]:
    """The kinds of these concerns, in their order."""
    return [concern.kind for concern in concerns]
