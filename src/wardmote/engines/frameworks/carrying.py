"""What of one edition's answers still holds in another edition of the framework?"""

import unicodedata
from collections import abc
from dataclasses import dataclass

from wardmote.engines.frameworks.mapping import Fit, Mapping, Pair
from wardmote.engines.frameworks.outcomes import Outcome, OutcomeFramework, Statement, Status
from wardmote.engines.frameworks.standing import Reply

_PLAIN = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-"})


@dataclass(frozen=True)
class Change:
    """An outcome that is not quite the one before: a person checks it, with the mapping's note (or none) beside it."""

    old_id: str
    new_id: str
    fit: Fit
    is_retitled: bool
    note: str


@dataclass(frozen=True)
class Carrying:
    """Every outcome of two editions, sorted by what becomes of an answer.

    `same` holds pairs of old and new id. `changed` holds pairs to check, whose new outcome can also be in `same`
    for another old one. `new` outcomes have no source, and `gone` ones have no target.
    """

    same: tuple[tuple[str, str], ...]
    changed: tuple[Change, ...]
    new: tuple[str, ...]
    gone: tuple[str, ...]


def carried(mapping: Mapping | None, source: OutcomeFramework, target: OutcomeFramework) -> Carrying:
    """Sort the outcomes of two editions; the mapping may have them either way round.

    Within one edition everything is the same by id and no mapping is needed. Between two editions nothing is
    the same without a mapping, for an id can name another outcome in the next version. ValueError for a
    mapping of other editions.
    """
    pairs = _pairs(mapping, source, target)
    changes = [_change(pair, source, target) for pair in pairs]
    same = tuple((c.old_id, c.new_id) for c in changes if c.fit is Fit.SAME and not c.is_retitled)
    return Carrying(
        same=same,
        changed=tuple(change for change in changes if (change.old_id, change.new_id) not in same),
        new=tuple(id_ for id_ in target.outcomes if id_ not in {pair.target for pair in pairs}),
        gone=tuple(id_ for id_ in source.outcomes if id_ not in {pair.source for pair in pairs}),
    )


def carried_replies(
    old_outcome: Outcome, new_outcome: Outcome, replies: abc.Mapping[str, Reply], *, is_same_edition: bool = False
) -> dict[str, Reply]:
    """The replies that still hold, by the new statements' ids.

    Within one edition all of them do. Between two, a reply holds only for statements with the same text, so
    that a council never seems to have said what it wasn't asked. Where a text stands at several levels, that of
    the same level counts. An alternative is dropped where the text has moved to the level "not achieved".
    ValueError for a reply to a statement that the old outcome doesn't have.
    """
    if is_same_edition:
        return dict(replies)
    strangers = sorted(replies.keys() - {statement.id for statement in old_outcome.statements})
    if strangers:
        raise ValueError(f'Outcome {old_outcome.id} has no statement "{strangers[0]}".')
    held = {statement.id: _held(statement, old_outcome, replies) for statement in new_outcome.statements}
    return {id_: reply for id_, reply in held.items() if reply}


def must_be_checked(old_outcome: Outcome, new_outcome: Outcome, replies: abc.Mapping[str, Reply]) -> bool:
    """Whether the carried replies could give a better status than the council has claimed.

    That is so where a reply to a "not achieved" statement was dropped, and where the new outcome has one that
    nobody was asked: a person looks at the outcome before its status counts.
    """
    kept = carried_replies(old_outcome, new_outcome, replies)
    asked = {normalised(statement.says) for statement in old_outcome.statements}
    still = {normalised(one.says) for one in new_outcome.statements_at(Status.NOT_ACHIEVED) if one.id in kept}
    before, after = (outcome.statements_at(Status.NOT_ACHIEVED) for outcome in (old_outcome, new_outcome))
    is_dropped = any(one.id in replies and normalised(one.says) not in still for one in before)
    return is_dropped or any(normalised(one.says) not in asked for one in after)


def normalised(text: str) -> str:
    """The text without what printing changes: case, spacing, kinds of quote and dash, the mark at the end."""
    plain = unicodedata.normalize("NFKC", text).translate(_PLAIN)
    return " ".join(plain.split()).rstrip(" .;,").casefold()


def _pairs(mapping: Mapping | None, source: OutcomeFramework, target: OutcomeFramework) -> tuple[Pair, ...]:
    old, new = (f"{side.key}-{side.version}" for side in (source, target))
    if old == new:
        return tuple(Pair(id_, id_, Fit.SAME) for id_ in source.outcomes if id_ in target.outcomes)
    if mapping is None:
        return ()
    match (mapping.source, mapping.target):
        case (first, second) if (first, second) == (old, new):
            return mapping.pairs
        case (first, second) if (first, second) == (new, old):
            return tuple(Pair(pair.target, pair.source, pair.fit, pair.note) for pair in mapping.pairs)
    raise ValueError(f"This mapping is of {mapping.source} and {mapping.target}, not of {old} and {new}.")


def _change(pair: Pair, source: OutcomeFramework, target: OutcomeFramework) -> Change:
    titles = source.outcomes[pair.source].title, target.outcomes[pair.target].title
    is_retitled = normalised(titles[0]) != normalised(titles[1])
    return Change(pair.source, pair.target, pair.fit, is_retitled, pair.note)


def _held(statement: Statement, old: Outcome, replies: abc.Mapping[str, Reply]) -> Reply | None:
    """What the council said of this text; None unless it said so wherever the text stood."""
    alike = [one for one in old.statements if normalised(one.says) == normalised(statement.says)]
    given = {replies.get(one.id) for one in alike if one.level is statement.level} or {
        replies.get(one.id) for one in alike
    }
    if not given or None in given:
        return None
    if given == {Reply.TRUE}:
        return Reply.TRUE
    return None if statement.level is Status.NOT_ACHIEVED else Reply.ALTERNATIVE
