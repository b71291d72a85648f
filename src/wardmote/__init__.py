"""Wardmote: the cyber-resilience platform for local government."""

__version__ = "0.1.0"
