"""What may be read across councils."""
