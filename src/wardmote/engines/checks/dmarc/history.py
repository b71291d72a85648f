"""What do the tags of the older standard (RFC 7489) still do?"""

from .record import DmarcRecord, Policy


def effect_of_pct(record: DmarcRecord) -> str | None:
    """Say what pct= does to the policy, for old receivers and new ones; None where it changes nothing."""
    policy = record.p
    if record.pct is None or record.pct == 100 or policy in (None, Policy.NONE):
        return None
    rest = "quarantined" if policy is Policy.REJECT else "delivered"
    if record.pct == 0:
        return (
            f"pct=0 asks older receivers to apply p={policy} to no mail: what fails is {rest}. Receivers of RFC 9989 "
            f"pass over pct and apply p={policy} in full; t=y is how to ask them for a test."
        )
    return (
        f"pct={record.pct} asks older receivers to apply p={policy} to {record.pct}% of the mail that fails; the rest "
        f"is {rest}. Receivers of RFC 9989 pass over pct and apply p={policy} to all of it."
    )


def historic_tags(record: DmarcRecord) -> tuple[str, ...]:
    """Say of each tag that RFC 9989 has dropped that it can go. None of them is a fault."""
    return tuple(
        f"{tag.name}= belongs to RFC 7489. Receivers of RFC 9989 pass over it, and it can be left out."
        for tag in record.tags
        if tag.name in ("pct", "rf", "ri")
    )
