"""How does `wardmote check` learn which domains are meant, run the checks, and write what was found?

Nothing here needs a database, a setting or a home folder, and nothing starts Django.
"""
