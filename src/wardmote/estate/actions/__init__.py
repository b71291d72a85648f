"""The only code that writes services and systems: one act to a file, atomic, audited once."""
