"""How likely is exploitation, for the stories that there are and for those to come? (EPSS)"""

from collections.abc import Iterable

from django.db.models import OuterRef, QuerySet, Subquery

from wardmote.engines.advisories.facts import Advisory
from wardmote.engines.advisories.facts import Likelihood as Told

from .merging import is_cve
from .models import Likelihood, Story, StoryName

ROWS_AT_ONCE = 500
# Whether to act is asked again where it has changed by so much.
_LEAST_CHANGE = 0.01


def write_likelihoods(advisories: Iterable[Advisory]) -> set[int]:
    """Keep what is newer than ours, and give it to the stories; returns those whose matches must be looked at."""
    told = {
        name: one.likelihood for one in advisories if one.likelihood is not None for name in one.ids if is_cve(name)
    }
    moved: set[int] = set()
    names = sorted(told)
    for start in range(0, len(names), ROWS_AT_ONCE):
        moved |= _write({name: told[name] for name in names[start : start + ROWS_AT_ONCE]})
    return moved


def of_stories(stories: QuerySet[Story]) -> int:
    """Give stories the newest likelihood of their names."""
    names = StoryName.objects.filter(story=OuterRef(OuterRef("pk"))).values("name")
    newest = Likelihood.objects.filter(name__in=names).order_by("-on", "-probability")
    return stories.update(
        probability=Subquery(newest.values("probability")[:1]), percentile=Subquery(newest.values("percentile")[:1])
    )


def _write(told: dict[str, Told]) -> set[int]:
    held = {one.name: one for one in Likelihood.objects.filter(name__in=list(told))}
    newer = [
        Likelihood(name=name, probability=one.probability, percentile=one.percentile, on=one.on)
        for name, one in told.items()
        if name not in held or _is_newer(one, held[name])
    ]
    if not newer:
        return set()
    Likelihood.objects.bulk_create(
        newer,
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["probability", "percentile", "on"],
    )
    far = [one.name for one in newer if _is_far(one, held.get(one.name))]
    of_stories(Story.objects.filter(names__name__in=[one.name for one in newer]))
    return set(Story.objects.filter(names__name__in=far, matches__isnull=False).values_list("pk", flat=True))


def _is_newer(told: Told, held: Likelihood) -> bool:
    return told.on > held.on or (told.on == held.on and told.probability != held.probability)


def _is_far(one: Likelihood, held: Likelihood | None) -> bool:
    return held is None or abs(one.probability - held.probability) >= _LEAST_CHANGE
