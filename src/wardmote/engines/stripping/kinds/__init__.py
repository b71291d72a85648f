"""Kinds of files that are cleaned, found by walking: each names its own in STRIPS."""
