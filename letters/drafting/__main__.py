"""Draws the twelve starter letters: `python -m letters.drafting` writes them into `letters/templates/`."""

from collections.abc import Callable, Mapping
from pathlib import Path

from letters.drafting import civil, statements
from letters.drafting.sheet import Sheet

_TEMPLATES = Path(__file__).parent.parent / "templates"

LETTERS: Mapping[str, Callable[[], Sheet]] = {
    "akta-kelahiran.docx": civil.birth,
    "kartu-keluarga.docx": civil.family_card,
    "surat-nikah.docx": civil.marriage,
    "sktm.docx": statements.poverty,
    "sku.docx": statements.business,
    "surat-kematian.docx": civil.death,
    "domisili.docx": statements.domicile,
    "skck.docx": statements.conduct,
    "belum-menikah.docx": statements.unmarried,
    "umum.docx": statements.general,
    "pindah.docx": civil.moving,
    "ahli-waris.docx": civil.heirs,
}


def main(folder: Path = _TEMPLATES) -> None:
    """Write the starter templates; what stands there is overwritten."""
    for name, drawn in LETTERS.items():
        (folder / name).write_bytes(drawn().file())


if __name__ == "__main__":
    main()
