"""What can anybody see of a domain's mail, names and web, and what should be changed? Gather facts, then judge."""
