"""The only code that writes here: one act to a file, atomic, audited once."""
