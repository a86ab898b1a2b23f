"""Copies of what a village cannot make again: ledger, archive, settings; made daily, brought back after a mishap.

Lives here: the copy's file and its encryption; making, keeping and restoring one.
May not: put a secret or a key into a copy, remove what is no copy of its own making, speak SQL.
"""
