"""Google: what the rows of the form tabs say, and what the desk shows.

Lives here: reading rows, drawing the desk (pure), the doors `google` and `forms` (loaded when needed), the loop `sync`.
May not: import another room than the office; import gspread or Google's libraries anywhere but in those doors.
"""
