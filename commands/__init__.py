"""What the operator types: one function per command of `scheduler.py`, and the command line itself.

Lives here: arguments, the words around a command's result, the wiring of rooms that only a command needs.
May not: anything that the running service needs, or a rule of the office. Only `scheduler.py` imports it.
"""
