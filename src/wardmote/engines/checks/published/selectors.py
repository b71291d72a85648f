"""Under which names do the usual suppliers of mail publish DKIM keys?"""

# Each supplier's names, in order: the later ones exist only where the first does. Suppliers choose others at times, so
# that nothing found here proves nothing.
WELL_KNOWN_SELECTORS: tuple[tuple[str, ...], ...] = (
    ("selector1", "selector2"),  # Microsoft 365
    ("google",),  # Google Workspace
    ("k1",),  # Mailchimp, older accounts
    ("k2", "k3"),  # Mailchimp
    ("mandrill",),  # Mailchimp Transactional
    ("s1", "s2"),  # SendGrid and others
    ("default",),
    ("dkim",),
    ("mail",),
)
