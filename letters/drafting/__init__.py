"""Draws the starter templates: a developer's helper, never imported by the running service.

The operator edits the Word files in `letters/templates/`; drawing them anew would undo those edits.
"""
