"""The office's memory: one SQLite file.

Lives here: all SQL. Functions take a connection and never commit; the caller owns the transaction.
May not: do anything slow or outside (network, files, clock) inside a transaction.
"""
