"""A lost ledger, made anew from the spreadsheet alone.

Lives here: reading all that is left, what the rows, the book and the archive of files tell of the past (pure), the
proof. May not: write into the spreadsheet, or put anything that would be told to anybody.
"""
