"""The sentences as they ship, by subject: flat tables from name to HTML as Telegram knows it.

Lives here: plain text. May not: anything else; what is filled in is filled in by `bot.texts`.
"""
