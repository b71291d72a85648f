"""What does a person see around every room: the shell, the home page, errors, signing in, and plain notices?"""
