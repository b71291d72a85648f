"""The only code that writes assessments: one act to a file, atomic, audited once."""
