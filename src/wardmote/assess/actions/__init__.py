"""The only code that writes assessments and stocktakes: one act to a file, atomic, audited once."""
