"""How does a sum of money read?"""


def pounds(amount: int) -> str:
    """The amount as £12,345; a minus sign stands before the pound sign."""
    return f"{'−' if amount < 0 else ''}£{abs(amount):,}"
