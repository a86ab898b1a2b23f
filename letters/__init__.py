"""Documents: templates become letters.

Lives here: compiled Word templates, the values printed in them, the press that numbers and writes.
May not: import another room than the office; speak to Telegram or Google.
"""
