"""A person's task in a real browser, first page to last, against the product as `wardmote up` runs it."""
