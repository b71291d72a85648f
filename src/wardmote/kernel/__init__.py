"""What every room stands on: time, denial, roles, audit, and the second wall in the database.

Nothing here knows what a council or a warning is.
"""
