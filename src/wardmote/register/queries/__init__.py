"""What may be read from the register, by whom."""
