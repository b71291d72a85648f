"""What may be read of assessments, by whom."""
