"""Google: what the rows of the form tabs say, and what the desk shows.

Lives here: reading rows, drawing the desk (pure), the loop `sync`, the doors `google`, `forms` and `sharing` (the last
two by way of `discovery`, and loaded when needed).
May not: import another room than the office; import gspread or Google's libraries anywhere but in those doors.
"""
