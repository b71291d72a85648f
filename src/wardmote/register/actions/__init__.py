"""The only code that writes to the register: one act to a file, atomic, audited once."""
