"""What can be worked out without a database, a clock or a network? Pure Python, known to nobody above."""
