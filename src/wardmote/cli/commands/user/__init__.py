"""Let people in."""
