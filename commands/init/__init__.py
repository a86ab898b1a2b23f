"""Guided set-up: the steps from an empty folder to an open desk, asked one by one in the terminal.

Here: what is asked (plain data), what an answer must be, and how each is written at once. What is next is reckoned
purely (`plan`); one small door speaks with the terminal (`terminal`). The work itself is done by the other commands.
"""
