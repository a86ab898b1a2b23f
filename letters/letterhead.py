"""What a letter says that no citizen was asked: the village, the signer, the number, the dates. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from letters.values import printed
from office.answers import entries
from office.config import Config, Signer
from office.hours import long_date, spoken
from office.ledger.register import Content
from office.services import HandOver, LetterSettings, Service

SIGNATURE_REMARK = "Keterangan Tanda Tangan"
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
    SIGNATURE_REMARK,
)
"""The placeholders that the office fills; all others are answers."""

UNSIGNED = "Belum ditandatangani"
SIGNED_ELECTRONICALLY = "Ditandatangani elektronik dengan sertifikat desa (bukan BSrE)"


@dataclass(frozen=True, slots=True)
class Identity:
    """What makes this letter this one: number, day, verification code, signer, and the bot that vouches for it."""

    number: str
    day: date
    code: str
    signer: Signer
    bot: str
    to_chat: bool = True
    """Whether it goes to a chat at all."""
    page: str = ""
    """Where the village's web page for checking letters is; empty where there is none."""

    @property
    def link(self) -> str:
        """What the QR opens: the page, which needs neither Telegram nor this office's computer, or else the bot."""
        return f"{self.page}?kode={self.code}" if self.page else f"https://t.me/{self.bot}?start=v_{self.code}"


def letter_content(
    config: Config, service: Service, answers: Mapping[str, str], reference: str, identity: Identity
) -> Content:
    """All that is printed in one letter: what is frozen in the register."""
    given = _answers(service, answers)
    values = given | office_values(config, service.letter, reference, identity)
    if not identity.to_chat:
        values[SIGNATURE_REMARK] = ""  # it is printed, and signed on paper
    lists = {prefix: list(entries(source, given)) for prefix, source in service.letter.lists.items()}
    return Content(values, lists, identity.link, valid_until(service.letter, identity.day))


def says_signed(content: Content) -> bool:
    """Whether the letter says of itself that it is signed electronically."""
    return SIGNED_ELECTRONICALLY in content.values.values()


def valid_until(letter: LetterSettings, day: date) -> str:
    """The last day on which a letter of this day is good, ISO; empty when it has no end."""
    return (day + timedelta(days=letter.valid_days)).isoformat() if letter.valid_days else ""


def office_values(config: Config, letter: LetterSettings, reference: str, identity: Identity) -> dict[str, str]:
    """The placeholders that the office fills (`NAMES`)."""
    village, signer = config.village, identity.signer
    texts = (
        village.name,
        village.district,
        village.regency,
        village.province,
        village.address,
        village.postcode,
        village.phone,
        signer.name,
        signer.title,
        signer.nip,
        identity.number,
        long_date(identity.day),
        spoken(valid_until(letter, identity.day)) or "ada perubahan keterangan",
        reference,
        identity.code,
        identity.bot,
        _about_signature(config, letter),
    )
    return dict(zip(NAMES, texts, strict=True))


def _about_signature(config: Config, letter: LetterSettings) -> str:
    if letter.hand_over is not HandOver.AT_ONCE:
        return ""  # it is signed on paper
    return SIGNED_ELECTRONICALLY if config.printing.signs else UNSIGNED


def _answers(service: Service, answers: Mapping[str, str]) -> dict[str, str]:
    kinds = {question.title: question.kind for question in service.form_questions}
    return {title: printed(kinds.get(title, "teks"), answer) for title, answer in answers.items()}
