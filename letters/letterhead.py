"""What a letter says that no citizen was asked: the village, the signer, the number, the dates. Pure."""

from collections.abc import Mapping
from datetime import date, timedelta

from letters.values import printed
from office.cases import Dossier
from office.config import Config
from office.hours import long_date
from office.services import LetterSettings, Service

NAMES = (
    "Nama Desa",
    "Kecamatan",
    "Kabupaten",
    "Provinsi",
    "Alamat Kantor",
    "Kode Pos",
    "Telepon Kantor",
    "Nama Penanda Tangan",
    "Jabatan Penanda Tangan",
    "NIP Penanda Tangan",
    "Nomor Surat",
    "Tanggal Surat",
    "Berlaku Sampai",
    "Nomor Permohonan",
    "Kode Verifikasi",
    "Nama Bot",
    "Keterangan Tanda Tangan",
)
"""The placeholders that the office fills; all others are answers."""


def letter_values(config: Config, service: Service, dossier: Dossier, number: str, day: date) -> dict[str, str]:
    """All that is printed in one letter, by placeholder: what is frozen in the register."""
    village, signer = config.village, config.signer
    office = (
        village.name,
        village.district,
        village.regency,
        village.province,
        village.address,
        village.postcode,
        village.phone,
        signer.name,
        signer.office,
        signer.nip,
        number,
        long_date(day),
        valid_until(service.letter, day),
        dossier.reference,
        "",
        "",
        "",
    )
    return _answers(service, dossier.answers) | dict(zip(NAMES, office, strict=True))


def valid_until(letter: LetterSettings, day: date) -> str:
    """The last day on which the letter is good, in words."""
    return long_date(day + timedelta(days=letter.valid_days)) if letter.valid_days else "tanpa batas waktu"


def _answers(service: Service, answers: Mapping[str, str]) -> dict[str, str]:
    kinds = {question.title: question.kind for question in service.form_questions}
    return {title: printed(kinds.get(title, "teks"), answer) for title, answer in answers.items()}
