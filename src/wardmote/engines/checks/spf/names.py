"""Can a text be asked of the DNS as a name?"""

LONGEST_NAME = 253
LONGEST_LABEL = 63


def is_name(text: str) -> bool:
    """Whether the text has labels of 1 to 63 characters and at most 253 in all (RFC 1035, section 2.3.4)."""
    name = text.removesuffix(".")
    sizes = list(map(len, name.split(".")))
    return len(name) <= LONGEST_NAME and min(sizes) > 0 and max(sizes) <= LONGEST_LABEL


def is_domain(text: str) -> bool:
    """Whether SPF can be asked of the text: a name of several labels that is no address literal (section 4.3)."""
    return is_name(text) and "." in text.removesuffix(".") and not text.startswith("[")


def is_at_or_below(name: str, domain: str) -> bool:
    """Whether the name is the domain or one of its subdomains."""
    name, domain = name.removesuffix(".").lower(), domain.removesuffix(".").lower()
    return name == domain or name.endswith(f".{domain}")


def shortened(text: str) -> str:
    """Return a name that fits the DNS, by leaving out labels from the left (section 7.3)."""
    name = text.removesuffix(".")
    if len(name) <= LONGEST_NAME:
        return name
    tail = name[-LONGEST_NAME - 1 :]
    return tail.partition(".")[2]
