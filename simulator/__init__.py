"""A village in a box: Telegram, Forms, Sheets, Drive and token endpoints over real HTTP, and a page.

Lives here: routes that speak the real wire formats, models that remember, faults on demand, the told story.
May not: import anything of ours - it must not know what it is used to test.
"""
