"""Forms that the operator has made by an Apps Script which we write, under the village's own Google account.

Lives here: the script (`template.js`, `verification_page.js`), writing it (`generate`), reading its answer (`accept`).
May not: speak to Google; that is what the script is for. Tried under Node against a fake only, not against Google.
"""
