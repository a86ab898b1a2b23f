"""Google's side of the village in a box: spreadsheets, forms, uploaded files, a token endpoint and the form page.

Lives here: the world (`models` and what it is made of), its wire formats (`*_routes`), the human acts (`people`).
May not: import a client library or anything of ours. What nobody could try against the real service is in `habits`.
"""
