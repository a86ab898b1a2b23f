"""Buttons as plain data."""

from bot import keyboards
from bot.keyboards import Button
from tests.unit.bot.village import SHIPPED, village_config


def test_menu_has_two_columns() -> None:
    """The services stand left and right in the catalogue's order; status and help below."""
    rows = keyboards.menu(SHIPPED, village_config().services.values())
    assert [[button.text for button in row] for row in rows] == [
        ["SKU", "SKTM"],
        ["N1", "SKM"],
        ["Status permohonan", "Bantuan"],
    ]
    assert [button.data for row in rows for button in row] == [
        "svc:sku",
        "svc:sktm",
        "svc:nikah",
        "svc:kematian",
        "status",
        "help",
    ]


def test_an_odd_service_stands_alone() -> None:
    """An odd number of services leaves the last row half empty."""
    three = list(village_config().services.values())[:3]
    assert [len(row) for row in keyboards.menu(SHIPPED, three)] == [2, 1, 2]


def test_service_screen_opens_the_form() -> None:
    """The form is a link, the way back a press."""
    link = "https://example.org/form"
    assert keyboards.service_screen(SHIPPED, link) == (
        (Button("Isi Formulir", url=link),),
        (Button("Kembali", data="menu"),),
    )


def test_service_without_form_has_only_the_way_back() -> None:
    """A service without a form offers no button to it."""
    assert keyboards.service_screen(SHIPPED, None) == ((Button("Kembali", data="menu"),),)
