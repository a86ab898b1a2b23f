"""What holds for every test file."""

from collections.abc import Iterator

import pytest
from telebot import apihelper
from urllib3 import fields

_SET_BY_TELEBOT = (
    *((apihelper, name) for name in ("API_URL", "FILE_URL", "CUSTOM_REQUEST_SENDER")),
    *((fields, name) for name in ("format_header_param", "format_multipart_header_param") if hasattr(fields, name)),
)


@pytest.fixture(scope="module", autouse=True)
def telebot_as_it_was() -> Iterator[None]:
    """What telebot keeps in its modules, and changes in urllib3, never reaches the next file."""
    before = [getattr(module, name) for module, name in _SET_BY_TELEBOT]
    yield
    for (module, name), value in zip(_SET_BY_TELEBOT, before, strict=True):
        setattr(module, name, value)
