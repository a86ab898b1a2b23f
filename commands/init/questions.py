"""The questions whose answers stand in `config.yaml`, by chapter. Pure data."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.opening import opening_words
from commands.init import checks
from commands.init.plan import Known, Question, Raw, at
from office.services import HandOver, Papers
from office.settings_edit import Place, Value

ZONES = {"Asia/Jakarta": "WIB (Jakarta)", "Asia/Makassar": "WITA (Makassar)", "Asia/Jayapura": "WIT (Jayapura)"}
PAPERS = {
    Papers.UPLOADED.value: "Warga mengunggah foto berkas di formulir (perlu akun Google)",
    Papers.BROUGHT.value: "Warga membawa berkas ke kantor desa (formulir tanpa unggahan)",
}
HAND_OVER = {
    HandOver.AT_ONCE.value: "Berkasnya langsung dikirim ke Telegram warga begitu disetujui",
    HandOver.SCANNED.value: "Dicetak dan ditandatangani; pindaiannya dikirim ke Telegram warga (perlu grup staf)",
    HandOver.PRINTED.value: "Dicetak; warga mengambilnya di kantor desa",
}
EACH = "tiap"
"""The answer that leads to a question for each service."""
FORMATS = {"pdf": "PDF (perlu LibreOffice di komputer ini)", "docx": "Word (bisa diubah orang; hanya bila terpaksa)"}
EXAMPLE: Mapping[Place, Value] = {
    ("desa", "nama"): "Karangsatria",
    ("desa", "kode"): "DS-KRS",
    ("desa", "kecamatan"): "Tambun Utara",
    ("desa", "kabupaten"): "Bekasi",
    ("desa", "provinsi"): "Jawa Barat",
    ("desa", "alamat"): "Jalan Raya Karangsatria Nomor 1",
    ("desa", "kode_pos"): "17510",
    ("desa", "telepon"): "021 5550 0123",
    ("desa", "zona_waktu"): "Asia/Jakarta",
    ("desa", "jam_buka"): dict.fromkeys(("senin", "selasa", "rabu", "kamis", "jumat"), "08.00-15.00"),
    ("penandatangan", "nama"): "Ahmad Contoh, S.IP",
    ("penandatangan", "jabatan"): "Kepala Desa Karangsatria",
    ("penandatangan", "nip"): "",
}
"""The village of the settings that come with the program. They are changed in place, so it is told here what it was."""
_INVENTED: Sequence[Place] = (("desa", "telepon"), ("penandatangan", "nama"))
"""What no real village has, though its province, say, may be the example's."""
SERVICES: Place = ("layanan",)
HAND_OVERS: Place = ("serah",)


def village(known: Known) -> Sequence[Question]:
    """Who the office is, and who signs."""
    line, raw = checks.line, known.raw
    return [
        _text(raw, "desa", "nama", "Nama desa", line("desa"), hint="tanpa kata Desa"),
        _text(raw, "desa", "kode", "Kode desa di nomor surat", checks.code, hint="contoh: DS-KRS"),
        _text(raw, "desa", "kecamatan", "Kecamatan", line("kecamatan")),
        _text(raw, "desa", "kabupaten", "Kabupaten", line("kabupaten")),
        _text(raw, "desa", "provinsi", "Provinsi", line("provinsi")),
        _text(raw, "desa", "alamat", "Alamat kantor desa", line()),
        _text(raw, "desa", "kode_pos", "Kode pos", checks.optional(checks.postcode), hint="boleh kosong"),
        _text(raw, "desa", "telepon", "Telepon kantor, yang dibaca warga", checks.phone),
        _zone(raw),
        _opening(raw),
        *_signer(raw),
    ]


def services(known: Known) -> Sequence[Question]:
    """What is offered, and how papers and letters go."""
    raw = known.raw
    return [
        _services(raw),
        _choice(raw, ("berkas",), "Bagaimana berkas warga (KTP, KK) sampai ke kantor?", PAPERS),
        _hand_over(raw),
        *(_hand_over_of(raw, key) for key in offered(raw) if known.said.get(HAND_OVERS) == EACH),
        _format(raw),
    ]


def page(known: Known) -> Sequence[Question]:
    """Whether letters can be checked on a web page, too."""
    place = ("google", "halaman_verifikasi")
    words = f"Pasang halaman pemeriksaan surat? {checks.YES} atau {checks.NO}"
    now = checks.YES if at(known.raw, place) else checks.NO
    return [Question(place, words, checks.agreed(checks.NO), now)]


def page_address(known: Known) -> Sequence[Question]:
    """Where that page is, once Google has told it."""
    place = ("google", "alamat_halaman")
    words = "Alamat halaman itu, yang berakhiran /exec (Enter saja bila nanti)"
    return [Question(place, words, lambda text: checks.optional(checks.page)(text) or None, at(known.raw, place) or "")]


def offered(raw: Raw) -> list[str]:
    """The keys of the services that are not switched off."""
    return [key for key, one in _blocks(raw).items() if one.get("aktif", True) is not False]


def _blocks(raw: Raw) -> Mapping[str, Mapping[str, Any]]:
    return at(raw, SERVICES) or {}


def _text(raw: Raw, section: str, key: str, words: str, check: checks.Check, hint: str = "") -> Question:
    return Question((section, key), words, check, str(_own(raw, (section, key)) or ""), hint)


def _own(raw: Raw, place: Place) -> Any:  # noqa: ANN401 - whatever stands there
    """What stands at a place, unless it is the example's: that holds until a village has gone through its questions."""
    now = at(raw, place)
    is_example = any(at(raw, one) == EXAMPLE[one] for one in _INVENTED)
    return None if is_example and now == EXAMPLE[place] else now


def _zone(raw: Raw) -> Question:
    place = ("desa", "zona_waktu")
    question = _choice(raw, place, "Zona waktu", ZONES)
    return question if _own(raw, place) else replace(question, now="")


def _choice(raw: Raw, place: Place, words: str, options: Mapping[str, str]) -> Question:
    now = at(raw, place)
    default = list(options).index(now) + 1 if now in options else 1
    return Question(place, words, checks.choice(options), str(default), options=options)


def _opening(raw: Raw) -> Question:
    now = _own(raw, ("desa", "jam_buka"))
    words = opening_words({str(day): str(span) for day, span in now.items()}) if isinstance(now, Mapping) else ""
    hint = "hari yang tidak disebut berarti tutup"
    return Question(("desa", "jam_buka"), "Jam buka", checks.opening, words, hint)


def _signer(raw: Raw) -> Iterator[Question]:
    place = "penandatangan"
    if not isinstance(at(raw, (place,)), Mapping):  # a list, with terms of office: for those who wrote it themselves
        return
    yield _text(raw, place, "nama", "Nama kepala desa, dengan gelar", checks.line())
    held = str(at(raw, (place, "jabatan")) or "")
    head = f"Kepala Desa {at(raw, ('desa', 'nama'))}"
    now = head if held.startswith("Kepala Desa ") or not held else held
    yield Question((place, "jabatan"), "Jabatannya di surat", checks.line(), now)
    yield _text(raw, place, "nip", "NIP", checks.optional(checks.line()), hint="boleh kosong")


def _services(raw: Raw) -> Question:
    blocks, chosen = _blocks(raw), offered(raw)
    numbers = [str(number) for number, key in enumerate(blocks, start=1) if key in chosen]
    now = checks.ALL if len(numbers) == len(blocks) else ", ".join(numbers)
    options = {key: str(one.get("judul", key)) for key, one in blocks.items()}
    return Question(SERVICES, "Layanan yang dibuka", checks.several(list(blocks)), now, options=options, writes=_opened)


def _opened(chosen: Value, raw: Raw) -> Mapping[Place, Value]:
    wanted = chosen if isinstance(chosen, list) else []
    was = offered(raw)
    return {
        (*SERVICES, key, "aktif"): None if key in wanted else False
        for key in _blocks(raw)
        if (key in wanted) != (key in was)
    }


def _hand_over(raw: Raw) -> Question:
    ways = {at(raw, _way(key)) or HandOver.AT_ONCE.value for key in offered(raw)}
    options = HAND_OVER | {EACH: "Berbeda tiap layanan"}
    now = list(options).index(ways.pop() if len(ways) == 1 else EACH) + 1
    words = "Bagaimana surat yang sudah disetujui sampai ke warga?"
    return Question(HAND_OVERS, words, checks.choice(options), str(now), options=options, writes=_all_by)


def _all_by(way: Value, raw: Raw) -> Mapping[Place, Value]:
    return {} if way == EACH else {_way(key): way for key in offered(raw)}


def _hand_over_of(raw: Raw, key: str) -> Question:
    return _choice(raw, _way(key), str(_blocks(raw)[key].get("judul", key)), HAND_OVER)


def _way(key: str) -> Place:
    return (*SERVICES, key, "surat", "serah")


def _format(raw: Raw) -> Question:
    place = ("cetak", "kirim_docx")
    now = "2" if at(raw, place) else "1"
    words = "Surat dibuat sebagai"
    return Question(
        place, words, checks.choice(FORMATS), now, options=FORMATS, writes=lambda chosen, _: {place: chosen == "docx"}
    )
