"""The office: its rules (pure), its memory (`office.ledger`) and the copies of it (`office.backup`).

Lives here: what a service, a case, a decision, a due time and a number are; what follows from what.
May not: import another room, open a socket, read a clock, speak SQL outside `office.ledger`.
"""
