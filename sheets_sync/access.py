"""What `check` has to say about who may open the spreadsheet and the forms, in the operator's words with the mend."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from office.config import Config, Problem
from office.doors import Permanent
from sheets_sync.discovery import ApiIsOff
from sheets_sync.forms import Shape
from sheets_sync.sharing import SharingDoor

ENABLE = (
    "Google {api} API belum aktif untuk proyek kunci ini. Buka console.cloud.google.com, pilih proyeknya, lalu "
    "APIs & Services > Library > Google {api} API > Enable; tunggu beberapa menit dan periksa lagi"
)
_UNSEEN = "siapa yang bisa membuka {what} belum bisa diperiksa. {mend}"
_LET_EDITORS_SEE = (
    "Jadikan {account} Editor, dan nyalakan di Bagikan > roda gigi: Editor dapat mengubah izin dan membagikan"
)
_RESTRICT = "Ubah: Bagikan > Akses umum > Dibatasi"
_BOOK: dict[str | None, str] = {
    "reader": f"siapa pun yang punya tautannya bisa membuka spreadsheet ini dan membaca data warga. {_RESTRICT}",
    "writer": f"siapa pun yang punya tautannya bisa membuka dan mengubah spreadsheet ini. {_RESTRICT}",
}
_BOOK |= {"commenter": _BOOK["reader"]}
_FORM: dict[str | None, str] = {  # that anyone may fill it in is what a form is for
    "writer": (
        "siapa pun yang punya tautan editornya bisa mengubah formulir ini dan membaca jawaban warga. "
        "Ubah di formulir: Bagikan > Akses umum untuk editor > Dibatasi"
    ),
}


_PERSONAL = (
    "pemiliknya {owner}. Bila itu akun pribadi seseorang, data desa ikut hilang bila orangnya pindah atau lupa kata "
    "sandi. Pakai akun milik desa: Bagikan > tambahkan akun itu > jadikan pemilik"
)
_OFFICES = ("desa", "pemdes", "kelurahan", "nagari", "gampong", "kampung", "pekon", "lembang")
"""What villages are called in their addresses."""


@dataclass(frozen=True, slots=True)
class _File:
    """A file of the village's, where the settings speak of it, and what is wrong with each role anyone may have."""

    id: str
    where: str
    name: str
    wrong: Mapping[str | None, str]


def access_problems(
    config: Config, key_file: Path, account: str, shapes: Mapping[str, Shape], *, with_book: bool
) -> Iterator[Problem]:
    """What is open to anyone with the link, and what cannot be told. `shapes` are the forms', by service key.

    Raises Retryable.
    """
    files, unseen = list(_files(config, shapes, with_book=with_book)), []
    if not files:
        return
    with SharingDoor(key_file, config.google.api_url) as door:
        for file in files:
            try:
                access = door.access(file.id)
            except ApiIsOff:
                yield Problem("google", _UNSEEN.format(what="data warga", mend=ENABLE.format(api="Drive")))
                return
            except Permanent:
                unseen.append(file.name)
            else:
                if access.anyone in file.wrong:
                    yield Problem(file.where, file.wrong[access.anyone])
                if file.id == config.google.spreadsheet and _looks_personal(access.owner, config.village.name):
                    yield Problem(file.where, _PERSONAL.format(owner=access.owner), advice=True)
    if unseen:
        mend = _LET_EDITORS_SEE.format(account=account)
        yield Problem("google", _UNSEEN.format(what=", ".join(unseen), mend=mend))


def _looks_personal(owner: str | None, village: str) -> bool:
    """Whether it is a free account without the office's or the village's name in it: a guess, so only advice."""
    name, _, host = (owner or "").casefold().partition("@")
    return host == "gmail.com" and not any(word in name for word in (*_OFFICES, village.casefold().replace(" ", "")))


def _files(config: Config, shapes: Mapping[str, Shape], *, with_book: bool) -> Iterator[_File]:
    if with_book:
        yield _File(config.google.spreadsheet, "google.spreadsheet", "spreadsheet", _BOOK)
    others = {config.google.spreadsheet, None}
    for key, shape in shapes.items():
        form = config.services[key].form
        if form:
            yield _File(form.form_id, f"layanan.{key}", f"formulir {key}", _FORM)
        if shape.spreadsheet and shape.spreadsheet not in others:
            others.add(shape.spreadsheet)
            yield _File(shape.spreadsheet, f"layanan.{key}", f"spreadsheet jawaban {key}", _BOOK)
