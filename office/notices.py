"""The kinds of notices that the office sends; the words for each are in `bot.texts`."""

from enum import StrEnum

HELD = "held"
"""The state of a notice that goes only once its citizen has confirmed the request."""


class NoticeKind(StrEnum):
    """Named by what the reader learns."""

    RECEIPT = "receipt"
    CORRECTION_RECEIPT = "correction_receipt"
    LATE_CORRECTION = "late_correction"
    CLOSED_CORRECTION = "closed_correction"
    INCOMPLETE = "incomplete"
    REJECTED = "rejected"
    APPROVED = "approved"
    LETTER = "letter"
    LETTER_SCAN = "letter_scan"
    READY = "ready"
    CONFIRM_REMINDER = "confirm_reminder"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    STAFF_ARRIVAL = "staff_arrival"
    STAFF_TO_SIGN = "staff_to_sign"
    STAFF_ANSWER = "staff_answer"
    STAFF_ALERT = "staff_alert"
