"""The commands below `scheduler.py staf`: who may answer for the office in its chat."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from office.codes import Choose
from office.ledger import staff
from office.ledger.connection import Ledger

INVITE = "scheduler.py staf undang NAMA"
_ACTS_SHOWN = 50
_WORDS = {
    "enrolled": "terdaftar",
    "removed": "dikeluarkan",
    "scan forwarded": "meneruskan pindaian",
    "scan again": "meneruskan pindaian lagi",
    "scan same": "membalas dengan pindaian yang sama",
    "scan no_chat": "membalas surat yang diambil di kantor",
    "scan withdrawn": "membalas surat yang sudah dicabut",
    "scan unknown": "membalas pesan lain",
    "scan not_enrolled": "ditolak, tidak terdaftar",
    "scan anonymous": "ditolak, admin anonim",
    "command anonymous": "mengetik perintah; ditolak, admin anonim",
    "press not_enrolled": "menekan tombol; ditolak, tidak terdaftar",
    "command not_enrolled": "mengetik perintah; ditolak, tidak terdaftar",
}


class StaffError(Exception):
    """A command cannot be done; the text says why, in Indonesian."""


def arguments(parser: ArgumentParser, *common: ArgumentParser) -> None:
    """Describe the commands below `staf`; what `common` describes is understood behind each of them, too."""
    commands = parser.add_subparsers(dest="deed", required=True, title="perintah", metavar="perintah")
    undang = commands.add_parser("undang", parents=common, help="buat tautan sekali pakai untuk satu orang")
    undang.add_argument("nama", help="nama orangnya, untuk daftar staf")
    commands.add_parser("daftar", parents=common, help="lihat siapa yang terdaftar")
    keluarkan = commands.add_parser("keluarkan", parents=common, help="akhiri wewenang seseorang")
    keluarkan.add_argument("id", type=int, help="nomor ID dari `staf daftar`")
    commands.add_parser("catatan", parents=common, help="lihat siapa melakukan apa dan kapan")


def run(
    options: Namespace, ledger: Ledger, zone: ZoneInfo, now: datetime, bot: Callable[[], str], choose: Choose
) -> Iterator[str]:
    """Do what was asked on the command line. `bot` asks Telegram for the bot's name. Raises StaffError, DoorError."""
    match options.deed:
        case "undang":
            return invite(ledger, options.nama, bot, now, choose)
        case "keluarkan":
            return _remove(ledger, options.id, now)
        case "catatan":
            return _acts(ledger, zone)
    return _members(ledger, zone)


def invite(ledger: Ledger, name: str, bot: Callable[[], str], now: datetime, choose: Choose) -> Iterator[str]:
    """Make a link by which one person enrols. Raises StaffError for a name that cannot be kept, DoorError."""
    name = " ".join(name.split())
    if not name.isprintable() or not 0 < len(name) <= staff.LONGEST_NAME:
        raise StaffError(f"Nama harus diisi, paling panjang {staff.LONGEST_NAME} huruf, tanpa tanda yang aneh.")
    username = bot()  # may fail: before anything is noted
    with ledger.write() as tx:
        code = staff.invite(tx, name, now, choose)
    yield f"Kirim tautan ini hanya kepada {name}. Berlaku 24 jam dan hanya untuk satu orang:"
    yield f"https://t.me/{username}?start=s_{code}"


def _members(ledger: Ledger, zone: ZoneInfo) -> Iterator[str]:
    with ledger.read() as tx:
        enrolled = staff.members(tx)
    if not enrolled:
        yield f"Tidak ada yang terdaftar, jadi tidak ada balasan yang diterima. Undang dengan: {INVITE}"
    for one in enrolled:
        yield f"{one.user_id}  {one.name}, terdaftar {_moment(one.enrolled_at, zone)}"


def _remove(ledger: Ledger, user_id: int, now: datetime) -> Iterator[str]:
    with ledger.write() as tx:
        if not staff.remove(tx, user_id, now):
            raise StaffError(f"Tidak ada staf dengan ID {user_id}. Lihat: scheduler.py staf daftar")
    yield "Sudah dikeluarkan: balasannya tidak diterima lagi."


def _acts(ledger: Ledger, zone: ZoneInfo) -> Iterator[str]:
    with ledger.read() as tx:
        acts = staff.acts(tx, _ACTS_SHOWN)
    if not acts:
        yield "Belum ada catatan."
    for act in acts:
        yield f"{_moment(act.at, zone)}  {act.user_id or '-'}  {_WORDS.get(act.what, act.what)} {act.about}".rstrip()


def _moment(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%d-%m-%Y %H.%M}"
