"""What may be read of assessments and stocktakes, by whom."""
