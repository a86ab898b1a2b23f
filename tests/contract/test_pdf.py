"""Letters printed by the real LibreOffice: every ordinary answer is found again, and what is not drawn is missed."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from letters.pdf import ConversionFailed, Converter, check, find_converter
from letters.template import Template

TEMPLATES = sorted((Path(__file__).parents[2] / "letters" / "templates").glob("*.docx"))
PATIENCE = 180
KINDS = {
    "ordinary": ["Siti Aminah binti Ahmad Sanusi", "3299014107850001", "Wanasari, 1 Juli 1985", "Rp1.500.000", "O+"],
    "wrapping": [
        "Kampung Pasir Angin Gang Haji Ma'mun RT 003/RW 007, Dusun Mekarsari, dekat Masjid Al-Ikhlas, Desa Sukamulya",
        "Kerajinan" * 12,
        "sangat-panjang-sekali/" * 8,
        "Penghasilan tidak tetap sejak suami meninggal dan masih membiayai tiga anak yang bersekolah di Cibungah",
    ],
    "lines": ["Siti Aminah; Istri\nRizki Maulana; Anak\n\nEntin Suhartini; Ibu", "satu\tdua\ttiga", "  rapi  sekali  "],
    "signs": [
        "Warung Nasi & Kue <Barokah>",
        "“Taufik” ‘fluktuasi’ sertifikat efisien, afiliasi – dan — seterusnya…",  # noqa: RUF001 - as phones write it
        "René, Z\u0308 a\u0301, Shāhīn al-Ḥaqq; 5 m² ½ № 7 ±2° {x} [y] #1 50% @rumah *a* ~b_",
        "Rp\xa01.500.000, per\xadmo\xadhon\xadan, Si\u200bti\ufeff",
        "Yayasan دار السلام Nusantara",
        "Toko Bunga \N{TULIP} Melati \N{GRINNING FACE}",
    ],
}


@pytest.fixture(scope="module")
def converter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Converter]:
    found = find_converter(os.environ, tmp_path_factory.mktemp("kantor désa") / "libreoffice")
    if found is None:
        pytest.skip("needs LibreOffice")
    yield found
    found.stop()


def answers(names: tuple[str, ...], kind: str) -> Mapping[str, str]:
    """Return an answer for each placeholder, in turn from those of this kind."""
    texts = KINDS[kind]
    return {name: texts[number % len(texts)] for number, name in enumerate(names)}


def filled(template: Path, kind: str, folder: Path) -> Path:
    """Write a letter with such answers; return its place."""
    compiled = Template.read(template)
    letter = folder / f"{template.stem} {kind}.docx"
    letter.write_bytes(compiled.fill(answers(compiled.names, kind), qr="https://t.me/desa?start=v_7Q4MK9TX2HRD"))
    return letter


@pytest.fixture(scope="module")
def printed(converter: Converter, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """Return the PDF of each template with each kind of answers, all printed in one go, by file name."""
    folder = tmp_path_factory.mktemp("surat")
    letters = [filled(template, kind, folder) for template in TEMPLATES for kind in KINDS]
    made = converter.convert(letters, folder / "pdf", PATIENCE)
    return {letter.stem: pdf for letter, pdf in made.items()}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_ordinary_answers_are_found_again(printed: Mapping[str, Path], template: Path, kind: str) -> None:
    """No letter is held in error, and an answer that is not in it would have been missed."""
    texts = [*answers(Template.read(template).names, kind).values(), "Tuti Alawiyah"]
    assert check(printed[f"{template.stem} {kind}"], texts) == ["Tuti Alawiyah"]


@pytest.fixture
def sku(tmp_path: Path) -> Path:
    return filled(next(path for path in TEMPLATES if path.stem == "sku"), "ordinary", tmp_path)


def test_a_letter_that_no_font_has_is_missed(converter: Converter, tmp_path: Path) -> None:
    """LibreOffice draws nothing there and tells readers the letter all the same; the check is not taken in."""
    strange = [letter for letter in "\ua9b2\u0d05\u0e2a\u6c38\U00012000" if not _has_font(letter)]
    if not strange:
        pytest.skip("the fonts of this machine have all the letters that this test knows")
    template = Template.read(next(path for path in TEMPLATES if path.stem == "sku"))
    name = f"Toko {strange[0]} Jaya"
    values = {**answers(template.names, "ordinary"), "Nama Usaha": name}
    letter = tmp_path / "surat.docx"
    letter.write_bytes(template.fill(values, qr="https://t.me/desa"))
    assert check(converter.convert([letter], tmp_path, PATIENCE)[letter], values.values()) == [name]


def test_a_broken_letter_does_not_stop_the_others(converter: Converter, sku: Path, tmp_path: Path) -> None:
    """LibreOffice cannot read the first one; the second is printed."""
    broken = tmp_path / "rusak.docx"
    broken.write_bytes(sku.read_bytes()[:2000])
    assert list(converter.convert([broken, sku], tmp_path / "pdf", PATIENCE)) == [sku]


def test_a_killed_libreoffice_leaves_no_trace(converter: Converter, sku: Path, tmp_path: Path) -> None:
    """After a time-out none of its processes is alive, and the next conversion goes well."""
    with pytest.raises(ConversionFailed, match="not done after"):
        converter.convert([sku], tmp_path / "pdf", 0.4)
    assert _processes_with("kantor désa") == []
    assert list(converter.convert([sku], tmp_path / "pdf", PATIENCE)) == [sku]


def _has_font(letter: str) -> bool:
    if shutil.which("fc-list") is None:
        pytest.skip("needs fc-list to know which letters no font has")
    listed = subprocess.run(["fc-list", f":charset={ord(letter):x}"], check=True, capture_output=True, timeout=60)
    return bool(listed.stdout.strip())


def _processes_with(word: str) -> list[str]:
    """Return the command lines with this word, as an URL has it, of the processes that /proc tells of."""
    found = []
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found.append(place.read_bytes().decode("utf-8", "replace"))
        except OSError:  # it has ended meanwhile
            continue
    return [line for line in found if Path("/", word).as_uri()[8:] in line]
