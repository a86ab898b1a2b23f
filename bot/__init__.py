"""Telegram: all that a person reads and taps.

Lives here: texts, keyboards, conversation and screens (pure), the Telegram door, and the loops reception and courier.
May not: import another room than the office; import telebot anywhere but in `bot.telegram`.
"""
