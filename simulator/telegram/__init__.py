"""Telegram as a bot meets it: the Bot API on the wire, and people who tap, type, block and share.

Lives here: the world (`models`), what a bot may ask of it (`sending`, `account`), what people do in it (`people`).
May not: import anything of ours or of the Google side, or know what the bot under test is for.
"""
