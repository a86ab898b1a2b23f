"""`config.yaml`: every mistake is told, in Indonesian, with the path of the key, and all at once."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from office.config import ConfigError, Google, load, load_backup_passphrase, load_secrets
from tests.unit.builders import SKU_TAB, block, form, settings, village

ROOT = Path(__file__).parents[3]
TOKEN = "123456789:BBH-invented_token_of_a_bot_that_is_none"
ENGLISH = re.compile(r"\b(input|should|valid|value|field|required|found|expected|mapping|error)\b", re.IGNORECASE)

Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config.yaml"


def problems(path: Path, raw: object = None) -> list[str]:
    """What is told of a file, or of these settings in it."""
    if raw is not None:
        path.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        load(path)
    told = [str(problem) for problem in refused.value.problems]
    assert not [line for line in told if ENGLISH.search(line)]
    return told


def test_the_village_of_the_repository_loads() -> None:
    """The `config.yaml` that comes with the program is whole; it begins with the six services of the menu."""
    config = load(ROOT / "config.yaml")
    assert [service.short for service in config.services.values()][:6] == ["AKL", "KK", "N1", "SKTM", "SKU", "SKM"]
    assert all(len(service.questions) > 5 for service in config.services.values())


def test_what_is_never_completed_expires_after_a_fortnight_or_as_the_village_says(path: Path) -> None:
    """Or never."""
    for desk, days in (({}, 14), ({"kedaluwarsa_hari": 0}, 0), ({"kedaluwarsa_hari": 30}, 30)):
        path.write_text(yaml.safe_dump(settings(desk=desk)))
        assert load(path).desk.expiry_days == days


def test_folders_are_meant_from_where_the_file_is(path: Path) -> None:
    """A village may keep its settings anywhere."""
    path.write_text(yaml.safe_dump(settings(folder_templat="templat")))
    config = load(path)
    assert (config.data_dir, config.templates) == (path.parent / "data", path.parent / "templat")
    assert config.backup_folder == path.parent / "data" / "cadangan"
    path.write_text(yaml.safe_dump(settings(cadangan={"folder": "usb"})))
    assert load(path).backup_folder == path.parent / "usb"


def test_forms_come_from_their_own_file(path: Path) -> None:
    """The forms' addresses are read from `formulir.yaml`; a service may still be without."""
    path.write_text(yaml.safe_dump(settings()))
    path.with_name("formulir.yaml").write_text(yaml.safe_dump({"sku": form(SKU_TAB)}))
    config = load(path)
    assert list(config.by_tab) == [SKU_TAB]
    assert config.services["sktm"].form is None


def test_how_papers_come_is_said_for_all_or_for_one(path: Path) -> None:
    """A service's own word is stronger than the village's."""
    services = {"sku": block("SKU"), "sktm": block("SKTM", berkas="formulir")}
    path.write_text(yaml.safe_dump(settings(berkas="kantor", layanan=services)))
    assert {key: one.papers for key, one in load(path).services.items()} == {"sku": "kantor", "sktm": "formulir"}
    assert problems(path, settings(berkas="pos")) == ["berkas: pilihannya hanya 'formulir' atau 'kantor'"]


def test_a_service_that_is_not_active_is_not_offered(path: Path) -> None:
    """It is still known, for what was begun; one has to be offered."""
    path.write_text(yaml.safe_dump(settings(layanan={"sku": block("SKU", aktif=False), "sktm": block("SKTM")})))
    assert (set(load(path).services), list(load(path).offered)) == ({"sku", "sktm"}, ["sktm"])
    none = settings(layanan={"sku": block("SKU", aktif=False)})
    assert problems(path, none) == ["layanan: harus ada paling sedikit satu yang tidak `aktif: false`"]


def test_a_village_may_have_its_own_question_sets(path: Path) -> None:
    """A set of the village takes the place of the shipped one of that name."""
    own = {"pelapor": [{"judul": "Nama Lengkap"}, {"judul": "Dusun"}]}
    raw = settings(kelompok_pertanyaan=own, layanan={"sku": block("SKU", pertanyaan=["pelapor", "saksi"])})
    path.write_text(yaml.safe_dump(raw))
    titles = [question.title for question in load(path).services["sku"].questions]
    assert titles[:3] == ["Nama Lengkap", "Dusun", "Nama Saksi 1"]


def put(*place: Any) -> Change:
    """Write the last of these at the place that the others name."""
    *keys, last, value = place

    def change(raw: dict[str, Any]) -> None:
        for key in keys:
            raw = raw[key]
        raw[last] = value

    return change


def drop(*place: Any) -> Change:
    """Leave out what stands there."""
    *keys, last = place

    def change(raw: dict[str, Any]) -> None:
        for key in keys:
            raw = raw[key]
        del raw[last]

    return change


SKU_AT = ("layanan", "sku")
LIST, MAPPING = "harus berupa daftar, tiap isi diawali tanda `-`", "harus berupa daftar `kunci: nilai`"
TEXT = "harus berupa tulisan; bila angka, apit dengan tanda kutip"
DATE = "harus berupa tanggal, contoh: 2026-12-25"
CLOCKS = "contoh yang benar: 08.00-15.00"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (drop("desa", "nama"), "desa.nama: belum diisi"),
        (drop("penandatangan"), "penandatangan: belum diisi"),
        (drop(*SKU_AT, "pertanyaan"), "layanan.sku.pertanyaan: belum diisi"),
        (put("desa", "nama", " "), "desa.nama: tidak boleh kosong"),
        (put("desa", "kode_pos", 17510), f"desa.kode_pos: {TEXT}"),
        (put("desa", "telepon", None), f"desa.telepon: {TEXT}"),
        (put("data_dir", 5), "data_dir: harus berupa tulisan"),
        (put(*SKU_AT, "hari_kerja", "satu"), "layanan.sku.hari_kerja: harus berupa angka bulat"),
        (put(*SKU_AT, "hari_kerja", 1.5), "layanan.sku.hari_kerja: harus berupa angka bulat"),
        (put(*SKU_AT, "hari_kerja", [1]), "layanan.sku.hari_kerja: harus berupa angka bulat"),
        (put(*SKU_AT, "hari_kerja", -1), "layanan.sku.hari_kerja: paling kecil 0"),
        (put(*SKU_AT, "hari_kerja", 61), "layanan.sku.hari_kerja: paling besar 60"),
        (put("desk", {"settle": "lama"}), "desk.settle: harus berupa angka"),
        (put("desk", {"settle": [30]}), "desk.settle: harus berupa angka"),
        (put("google", {"baca_tiap_detik": 0.1}), "google.baca_tiap_detik: paling kecil 0.2"),
        (put("google", {"sejak": "kemarin"}), f"google.sejak: {DATE}"),
        (put("google", {"sejak": 5.5}), f"google.sejak: {DATE}"),
        (put("google", {"sejak": []}), f"google.sejak: {DATE}"),
        (put("telegram", {"chat_staf": "abc"}), "telegram.chat_staf: harus berupa angka bulat"),
        (put("telegram", {"konfirmasi": "mungkin"}), "telegram.konfirmasi: harus `true` atau `false`"),
        (put("telegram", None), f"telegram: {MAPPING}"),
        (put("desa", "libur", "2026-12-25"), f"desa.libur: {LIST}"),
        (put("desa", "libur", ["2026-12-25", "25-12-2026"]), f"desa.libur.2: {DATE}"),
        (put("desa", "jam_buka", "08.00-15.00"), f"desa.jam_buka: {MAPPING}"),
        (put("desa", "jam_buka", {}), "desa.jam_buka: isi paling sedikit satu hari buka"),
        (put("desa", "jam_buka", "senin", 8), f"desa.jam_buka.senin: {TEXT}"),
        (put("desa", "jam_buka", "senin", "pagi"), f"desa.jam_buka: jam `pagi` tidak terbaca, {CLOCKS}"),
        (put("desa", "jam_buka", "senin", "08.00-25.00"), f"desa.jam_buka: jam `08.00-25.00` tidak ada, {CLOCKS}"),
        (
            put("desa", "jam_buka", "senin", "15.00-08.00"),
            "desa.jam_buka: jam `15.00-08.00`: jam tutup harus sesudah jam buka",
        ),
        (
            put("desa", "jam_buka", "monday", "08.00-15.00"),
            "desa.jam_buka: hari `monday` tidak dikenal, pakai senin, selasa, rabu, kamis, jumat, sabtu, minggu",
        ),
        *(
            (
                put("desa", "zona_waktu", name),
                "desa.zona_waktu: zona waktu tidak dikenal; pakai Asia/Jakarta, Asia/Makassar atau Asia/Jayapura",
            )
            for name in ("WIB", "", "Asia", "../etc/passwd", "Asia/Jakarta\x00")
        ),
        (put("cadangan", {"simpan": 0}), "cadangan.simpan: paling kecil 1"),
        (put("cadangan", {"tiap_jam": 100}), "cadangan.tiap_jam: paling besar 72"),
        (put("cadangan", {"folder": 5}), "cadangan.folder: harus berupa tulisan"),
        (put("cadangan", {"simpen": 7}), "cadangan.simpen: kunci ini tidak dikenal; mungkin maksudnya `simpan`"),
        (put("layanan", {}), "layanan: harus ada paling sedikit satu isi"),
        (put("layanan", ["sku"]), f"layanan: {MAPPING}"),
        (put("layanan", 517, "SKU"), f"layanan.517: {MAPPING}"),
        (put(*SKU_AT, "syarat", "KTP"), f"layanan.sku.syarat: {LIST}"),
        (put(*SKU_AT, "syarat", ["KTP", 5]), f"layanan.sku.syarat.2: {TEXT}"),
        (put(*SKU_AT, "pertanyaan", "biodata"), f"layanan.sku.pertanyaan: {LIST}"),
        (put(*SKU_AT, "pertanyaan", 2, 5), f"layanan.sku.pertanyaan.3: {MAPPING}"),
        (
            put(*SKU_AT, "pertanyaan", 2, "jenis", "angka"),
            "layanan.sku.pertanyaan.3.jenis: pilihannya hanya "
            "'teks', 'paragraf', 'pilihan', 'tanggal', 'nik', 'kk', 'telepon' atau 'berkas'",
        ),
        (
            put(*SKU_AT, "pertanyaan", 2, "wajib", "mungkin"),
            "layanan.sku.pertanyaan.3.wajib: harus `true` atau `false`",
        ),
        (put(*SKU_AT, "pertanyaan", 2, "wajib", [1]), "layanan.sku.pertanyaan.3.wajib: harus `true` atau `false`"),
        (
            put(*SKU_AT, "pertanyaan", 2, "pilihan", ["Ya"]),
            "layanan.sku.pertanyaan.3: `pilihan` diisi hanya, dan selalu, pada pertanyaan `jenis: pilihan`",
        ),
        (
            put(*SKU_AT, "surat", "nomor", "{urut}/{tahun}/{hari}"),
            "layanan.sku.surat: `nomor` hanya boleh memakai {kode}, {urut}, {desa}, {bulan} dan {tahun}",
        ),
        (
            put(*SKU_AT, "singkatan", "sktm"),
            "layanan: `singkatan` harus berbeda-beda; kembar: SKTM",
        ),
        (put("desa", "nma", "X"), "desa.nma: kunci ini tidak dikenal; mungkin maksudnya `nama`"),
        (
            put(*SKU_AT, "surat", "templt", "X"),
            "layanan.sku.surat.templt: kunci ini tidak dikenal; mungkin maksudnya `templat`",
        ),
        (
            put(*SKU_AT, "pertanyaan", 0, "judull", "X"),
            "layanan.sku.pertanyaan.1.judull: kunci ini tidak dikenal; mungkin maksudnya `judul`",
        ),
        (put("zzz", 1), "zzz: kunci ini tidak dikenal"),
        (put("kelompok_pertanyaan", ["biodata"]), f"kelompok_pertanyaan: {MAPPING}"),
        (put("kelompok_pertanyaan", {"anak": None}), f"kelompok_pertanyaan.anak: {LIST}"),
    ],
)
def test_each_mistake_has_its_words(path: Path, change: Change, told: str) -> None:
    """One mistake is one line: where it stands and what to do, without a word of English."""
    raw = settings()
    change(raw)
    assert problems(path, raw) == [told]


def test_an_unknown_question_set_is_one_mistake(path: Path) -> None:
    """The near miss is named, and what only follows from it is not told beside it."""
    raw = settings(layanan={"sku": block("SKU", pertanyaan=["biodat", {"judul": "Keperluan"}])})
    assert problems(path, raw) == [
        "layanan.sku.pertanyaan.1: kelompok `biodat` tidak dikenal; mungkin maksudnya `biodata`"
    ]


def test_a_mistake_in_a_set_is_told_where_the_set_is_written(path: Path) -> None:
    """It is told once, however many services use the set."""
    own = {"usaha": [{"judul": "Nama Lengkap"}, {"judul": "Modal", "jenis": "uang"}]}
    both = {key: block(key.upper(), pertanyaan=["usaha"]) for key in ("sku", "sktm")}
    (told,) = problems(path, settings(kelompok_pertanyaan=own, layanan=both))
    assert told.startswith("kelompok_pertanyaan.usaha.2.jenis: pilihannya hanya")


def test_a_question_after_a_set_keeps_its_own_place(path: Path) -> None:
    """Paths count what the operator wrote, not what the sets unfold to."""
    raw = settings(layanan={"sku": block("SKU", pertanyaan=["biodata", {"judul": ""}])})
    assert problems(path, raw) == ["layanan.sku.pertanyaan.2.judul: tidak boleh kosong"]


def test_all_mistakes_are_told_at_once(path: Path) -> None:
    """Village, service, question, set and forms file: one look shows everything."""
    raw = settings(kelompok_pertanyaan={"anak": 5})
    raw["desa"] |= {"nama": "", "zona_waktu": "WIB"}
    raw["layanan"]["sku"] |= {"biaya": 5, "pertanyaan": ["biodata", "usahaa"]}
    path.with_name("formulir.yaml").write_text(yaml.safe_dump({"sktm": {"url": "x", "tab": "satu"}}))
    told = problems(path, raw)
    assert sorted(line.rpartition(": ")[0] for line in told) == [
        "desa.nama",
        "desa.zona_waktu",
        "formulir.yaml: sktm.entri",
        "formulir.yaml: sktm.form_id",
        "formulir.yaml: sktm.tab",
        "kelompok_pertanyaan.anak",
        "layanan.sku.biaya",
        "layanan.sku.pertanyaan.2",
    ]


def test_a_broken_forms_file_hides_no_other_mistake(path: Path) -> None:
    """Both files are read before anything is told."""
    path.with_name("formulir.yaml").write_text("sku: [")
    raw = settings()
    raw["desa"]["nama"] = ""
    assert [line.split(":")[0] for line in problems(path, raw)] == ["formulir.yaml", "desa.nama"]


def test_two_bad_days_are_both_told(path: Path) -> None:
    """The opening hours are looked through to their end."""
    raw = settings()
    raw["desa"]["jam_buka"] |= {"senin": "pagi", "rabu": "siang"}
    (told,) = problems(path, raw)
    assert "`pagi`" in told
    assert "`siang`" in told


LAUGHS = b"a0: &a0 [x, x]\n" + b"".join(
    b"a%d: &a%d [%s]\n" % (n, n, b", ".join([b"*a%d" % (n - 1)] * 9)) for n in range(1, 30)
)
"""A few lines that would be more values than there is memory."""


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"desa:\n  nama: A\n  kode: B\n  nama: C\n", "kunci `nama` tertulis dua kali, lihat baris 4"),
        (b"desa: 1\nlayanan: 2\ndesa: 3\n", "kunci `desa` tertulis dua kali, lihat baris 3"),
        (b"desa:\n  nama: A\n kode: B\n", "tidak terbaca di sekitar baris 3"),
        (b'desa: "Karang\n', "tidak terbaca di sekitar baris 2"),
        (b"desa:\n\tnama: A\n", "tidak terbaca di sekitar baris 2"),
        (b"? [desa]\n: 1\n", "tidak terbaca di sekitar baris 1"),
        (b"desa: !!python/name:os.system\n", "tidak terbaca di sekitar baris 1"),
        (b"desa: caf\xe9\n", "simpan ulang berkas ini sebagai teks UTF-8"),
        (b"desa: \x07\n", "berisi huruf yang tidak bisa dibaca"),
        (b"desa: !!python/object/apply:os.system ['echo']\n", "tidak terbaca di sekitar baris 1"),
        (b"desa:\n  libur: 2026-99-99\n", "tidak terbaca di sekitar baris 2"),
        (b"desa: " + b"9" * 5000, "tidak terbaca di sekitar baris 1"),
        (b"desa: !!int ''\n", "tidak terbaca di sekitar baris 1"),
        (b"desa: !!timestamp x\n", "tidak terbaca di sekitar baris 1"),
        (b"a: &a {x: 1}\ndesa:\n  <<: *a\n", "tidak terbaca di sekitar baris 3"),
        (b"desa: &a [*a]\n", "isinya terlalu besar atau terlalu dalam"),
        (b"desa: &a {b: *a}\n", "isinya terlalu besar atau terlalu dalam"),
        (b"desa: " + b"[" * 2000, "isinya terlalu besar atau terlalu dalam"),
        (LAUGHS, "isinya terlalu besar atau terlalu dalam"),
        (b"", "isinya bukan daftar pengaturan"),
        (b"- desa\n", "isinya bukan daftar pengaturan"),
    ],
)
def test_a_file_that_cannot_be_read(path: Path, content: bytes, told: str) -> None:
    """The file's name and the line, and what to look for there."""
    path.write_bytes(content)
    (line,) = problems(path)
    assert line.startswith(f"config.yaml: {told}")


def test_a_byte_order_mark_does_not_matter(path: Path) -> None:
    """Windows' editor writes one."""
    path.write_bytes(b"\xef\xbb\xbf" + yaml.safe_dump(settings()).encode())
    assert load(path).village.name == "Karangsatria"


def test_a_missing_file(path: Path) -> None:
    """There is nothing to read."""
    assert problems(path) == ["config.yaml: berkas ini tidak ada"]


def test_a_folder_is_no_file(path: Path) -> None:
    """Something else stands where the settings should be."""
    path.mkdir()
    assert problems(path) == ["config.yaml: berkas ini tidak bisa dibuka"]


def test_settings_do_not_change() -> None:
    """What was loaded stays as it is."""
    config = village()
    with pytest.raises(ValueError, match="frozen"):
        config.services = {}  # type: ignore[misc] # that is the point


# --- secrets ----------------------------------------------------------------------------------------------------


def test_secrets_come_from_the_environment_before_the_file(tmp_path: Path) -> None:
    """`.env` stands in where the environment says nothing, also where it says so with an empty word."""
    (tmp_path / "key.json").write_text("{}")
    (tmp_path / ".env").write_text(f"TELEGRAM_TOKEN={TOKEN}\nGOOGLE_KEY_FILE=elsewhere.json\n")
    found = load_secrets(tmp_path, {"TELEGRAM_TOKEN": "", "GOOGLE_KEY_FILE": "key.json"})
    assert found.telegram_token.get_secret_value() == TOKEN
    assert found.google_key == tmp_path / "key.json"


def secret_problems(folder: Path, environment: dict[str, str]) -> list[str]:
    with pytest.raises(ConfigError) as refused:
        load_secrets(folder, environment)
    return [str(problem) for problem in refused.value.problems]


def test_missing_secrets_are_told_together(tmp_path: Path) -> None:
    """Both are named with where they go."""
    assert secret_problems(tmp_path, {}) == [
        ".env: TELEGRAM_TOKEN: belum ada atau salah bentuk; salin dari BotFather",
        ".env: GOOGLE_KEY_FILE: isi dengan letak berkas kunci akun layanan Google (.json)",
    ]


@pytest.mark.parametrize("key", ['{"private_key": "RAHASIA' + "x" * 5000, "tidak-ada-RAHASIA.json", "RAHASIA\x00"])
def test_malformed_secrets_are_never_echoed(tmp_path: Path, key: str) -> None:
    """A token without its colon, a key's text in place of its file's name: neither is repeated in the words."""
    told = secret_problems(tmp_path, {"TELEGRAM_TOKEN": "123456789AAH-RAHASIA", "GOOGLE_KEY_FILE": key})
    assert len(told) == 2
    assert "RAHASIA" not in "".join(told)


def test_a_token_shows_itself_nowhere(tmp_path: Path) -> None:
    """Printing the secrets prints stars."""
    (tmp_path / "key.json").write_text("{}")
    found = load_secrets(tmp_path, {"TELEGRAM_TOKEN": TOKEN, "GOOGLE_KEY_FILE": "key.json"})
    assert TOKEN not in f"{found!r} {found}"


def test_the_passphrase_of_the_copies_may_stand_alone(tmp_path: Path) -> None:
    """A new computer has it before it has the others; empty means none."""
    assert load_backup_passphrase(tmp_path, {}) is None
    (tmp_path / ".env").write_text("BACKUP_PASSPHRASE=kalimat sandi\n")
    found = load_backup_passphrase(tmp_path, {})
    assert found is not None
    assert found.get_secret_value() == "kalimat sandi"
    (tmp_path / "key.json").write_text("{}")
    both = load_secrets(tmp_path, {"TELEGRAM_TOKEN": TOKEN, "GOOGLE_KEY_FILE": "key.json"})
    assert (both.backup_passphrase, both.passphrase) == (found, None)


def test_an_env_file_in_another_encoding(tmp_path: Path) -> None:
    """The operator is told to save it anew."""
    (tmp_path / ".env").write_bytes(b"TELEGRAM_TOKEN=\xff\xfe\n")
    assert secret_problems(tmp_path, {}) == [".env: simpan ulang berkas ini sebagai teks UTF-8"]


def test_where_the_desk_is_opened() -> None:
    """Google's address, or that of another endpoint; none while there is no spreadsheet."""
    assert Google(spreadsheet="1abc").desk_link == "https://docs.google.com/spreadsheets/d/1abc/edit#gid=17081945"
    assert Google(spreadsheet="1abc", api_url="http://127.0.0.1:9/").desk_link.startswith("http://127.0.0.1:9/spread")
    assert Google().desk_link == ""
