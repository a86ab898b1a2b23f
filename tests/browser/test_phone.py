"""The first pane: the phones of citizens and of the staff."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.hands import Bot, Village

if TYPE_CHECKING:
    from playwright.sync_api import Page, expect
else:
    expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect


def test_a_document_downloads_with_the_same_bytes(page: Page, village: Village, bot: Bot, tmp_path: Path) -> None:
    """A letter that the bot sends stands in the chat and is downloaded as it was sent."""
    chat = village.person("Siti")
    page.get_by_role("button", name="MULAI").click()
    bot.next_update()
    letter = bytes(range(256)) * 40
    bot.call("sendDocument", files={"document": ("SKU Siti.docx", letter)}, chat_id=chat, caption="Ini suratnya.")
    page.get_by_text("Ini suratnya.").wait_for()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="SKU Siti.docx").click()
    waiting.value.save_as(tmp_path / "letter")
    assert waiting.value.suggested_filename == "SKU Siti.docx"
    assert (tmp_path / "letter").read_bytes() == letter


def test_a_text_and_a_command_reach_the_bot(page: Page, village: Village, bot: Bot) -> None:
    """What is typed, and a command from the menu, arrive as texts; a typed `<b>` stays what it is."""
    village.person("Siti")
    bot.call("setMyCommands", commands=[{"command": "status", "description": "Permohonan saya"}])
    page.get_by_role("button", name="MULAI").click()
    assert bot.next_update()["message"]["text"] == "/start"
    page.get_by_label("Tulis pesan").fill("mau <b>tanya</b>")
    page.keyboard.press("Enter")
    assert bot.next_update()["message"]["text"] == "mau <b>tanya</b>"
    page.get_by_text("mau <b>tanya</b>").wait_for()
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("menuitem", name="/status").click()
    assert bot.next_update()["message"]["text"] == "/status"


def test_a_bots_html_is_shown_and_nothing_else(page: Page, village: Village, bot: Bot) -> None:
    """Bold and links are drawn, escaped marks stay text, and a deleted message vanishes."""
    chat = village.person("Siti")
    page.get_by_role("button", name="MULAI").click()
    bot.next_update()
    text = '<b>Tebal</b> &lt;img src=x&gt; <a href="https://desa.example/">alamat</a>, lalu /batal'
    sent = bot.call("sendMessage", chat_id=chat, text=text, parse_mode="HTML")
    bubble = page.locator(".message.theirs")
    expect(bubble.locator("b")).to_have_text("Tebal")
    expect(bubble.locator(".text")).to_contain_text("<img src=x>")
    expect(bubble.get_by_role("link", name="alamat")).to_have_attribute("href", "https://desa.example/")
    bubble.get_by_role("button", name="/batal").click()
    assert bot.next_update()["message"]["text"] == "/batal"
    bot.call("deleteMessage", chat_id=chat, message_id=sent["message_id"])
    expect(bubble).to_have_count(0)


def test_a_file_is_sent_to_the_bot(page: Page, village: Village, bot: Bot) -> None:
    """A file chosen with the paper clip arrives as a document under its own name."""
    village.person("Siti")
    page.get_by_role("button", name="MULAI").click()
    bot.next_update()
    paper = {"name": "kk.pdf", "mimeType": "application/pdf", "buffer": b"%PDF invented"}
    page.get_by_label("Kirim foto atau berkas").last.set_input_files(paper)  # type: ignore[arg-type] # a FilePayload
    assert bot.next_update()["message"]["document"]["file_name"] == "kk.pdf"
    page.get_by_role("link", name="kk.pdf").wait_for()


def test_a_new_person_is_made_and_blocks_the_bot(page: Page, bot: Bot) -> None:
    """`+ Warga baru` makes a person without typing, whose phone can block the bot and let it in again."""
    page.get_by_role("button", name="+ Warga baru").click()
    page.get_by_role("button", name="Tambah").click()
    page.get_by_role("button", name="MULAI").click()
    assert bot.next_update()["message"]["from"]["first_name"] == "Siti"
    page.get_by_role("button", name="Pilihan obrolan").click()
    page.get_by_role("menuitem", name="Blokir bot").click()
    assert bot.next_update()["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    page.get_by_role("button", name="BUKA BLOKIR").click()
    assert bot.next_update()["my_chat_member"]["new_chat_member"]["status"] == "member"


def test_people_are_told_apart(page: Page, village: Village, bot: Bot) -> None:
    """Each phone shows its own chat only, and another person's news are marked."""
    siti, budi = village.person("Siti"), village.person("Budi")
    for chat in (siti, budi):
        village.act(f"telegram/chats/{chat}/text", {"text": "/start"})
    page.get_by_role("button", name="Siti").click()
    bot.call("sendMessage", chat_id=siti, text="Halo Siti")
    page.get_by_text("Halo Siti").wait_for()
    bot.call("sendMessage", chat_id=budi, text="Halo Budi")
    page.get_by_role("button", name="Budi ada pesan baru").click()
    page.get_by_text("Halo Budi").wait_for()
    expect(page.get_by_text("Halo Siti")).to_have_count(0)


def test_the_staff_group_speaks_as_its_member(page: Page, village: Village, bot: Bot) -> None:
    """A button in the staff group is pressed by the member chosen there."""
    village.person("Siti")
    clerk = village.person("Rudi")
    group = village.act("telegram/groups", {"title": "Staf Desa", "members": [clerk]})["id"]
    page.get_by_role("button", name="Staf Desa").click()
    markup = {"inline_keyboard": [[{"text": "Lihat", "callback_data": "see"}]]}
    bot.call("sendMessage", chat_id=group, text="Permohonan baru SKU-1", reply_markup=markup)
    page.get_by_role("button", name="Lihat").click()
    while "callback_query" not in (update := bot.next_update()):
        pass  # the group's founding comes first
    assert update["callback_query"]["from"]["id"] == clerk
