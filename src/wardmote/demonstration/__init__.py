"""Where may a visitor try everything out without touching a real council?

A fictional region of 24 councils with a year of history, told through the same actions that real people
use. It exists on people's own machines only; its sign-in links open its own people only, from the same
machine only.
"""
