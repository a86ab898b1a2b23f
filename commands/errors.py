"""How a command that could not do its work says so."""

from letters.commands import CommandError
from letters.template import MissingValues, TemplateError
from office.backup.package import CopyError
from office.doors import Ambiguous, DoorError, Retryable
from office.ledger.connection import AlreadyRunning, NewerLedger, UnusableLedger
from office.privacy_commands import CommandError as PrivacyError
from office.staff_commands import StaffError

WRONG = 2
"""Exit status when something has to be mended first."""
SERVE = -1
"""What `restart` gives instead of an exit status: the place is free, and this process is to serve in it."""

TOLD = (CommandError, CopyError, MissingValues, PrivacyError, StaffError, TemplateError)
"""Errors whose text is already a sentence for the operator."""

KNOWN = (AlreadyRunning, DoorError, NewerLedger, OSError, UnusableLedger)
"""Errors that `explained` has a sentence for."""


def explained(error: Exception) -> str:
    """What happened and how to mend it."""
    match error:
        case AlreadyRunning():
            return "Program ini sudah berjalan dengan folder data yang sama. Tutup dulu yang lama."
        case NewerLedger():
            return "Buku data ini dari versi program yang lebih baru. Perbarui programnya dulu."
        case UnusableLedger():
            return f"Buku data {error} rusak atau tidak bisa ditulis. Pulihkan: scheduler.py restore BERKAS-CADANGAN"
        case OSError():
            where = error.filename2 or error.filename or error.strerror
            return f"Tidak bisa dipakai: {where}. Periksa letaknya, izin menulis, dan sisa ruang disk."
        case Retryable() | Ambiguous():
            return f"Google atau Telegram belum terjangkau ({error}). Periksa internet, lalu coba lagi."
    return f"Tidak bisa mulai: {error}. Periksa dengan: scheduler.py check"
