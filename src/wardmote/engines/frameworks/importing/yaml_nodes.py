"""What is written where in a YAML file that we don't trust?

Nothing is constructed: the file becomes nodes with line numbers, after its stream of events has been held against
limits. A constructor would build what the file names, and would keep only the last of two equal keys.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from wardmote.engines.frameworks.importing.draft import refuse
from wardmote.engines.frameworks.table import FrameworkError

DEEPEST = 20
MOST_NODES = 50_000
MOST_ALIASES = 2_000
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TEXT_TAGS = {f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "timestamp")}


@dataclass(frozen=True)
class Entry:
    """One key of a mapping, or the whole file, with what stands under it."""

    file_name: str
    key: str
    line: int
    node: yaml.Node

    def refuse(self, fault: str) -> FrameworkError:
        """The refusal of the file for a fault in this entry."""
        return refuse(self.file_name, self.line, fault)

    @property
    def text(self) -> str:
        """The text under the key, without the white space around it; empty for nothing (`key:` or `key: ~`)."""
        if not isinstance(self.node, yaml.ScalarNode):
            raise self.refuse(f'"{self.key}" must be text')
        if self.node.tag == "tag:yaml.org,2002:null":
            return ""
        if self.node.tag not in _TEXT_TAGS:
            raise self.refuse(f'"{self.key}" is marked as {self.node.tag[:60]}, which is never read')
        return str(self.node.value).strip()

    def entries(self) -> list[Entry]:
        """The entries under the key, in order, equal keys and all."""
        if isinstance(self.node, yaml.ScalarNode) and self.node.tag == "tag:yaml.org,2002:null":
            return []
        if not isinstance(self.node, yaml.MappingNode):
            raise self.refuse(f'"{self.key}" must hold entries, each a name, a colon and what it says')
        return list(self._pairs(self.node))

    def fields(self) -> dict[str, Entry]:
        """The entries under the key by name; two of one name refuse the file, since only one could be meant."""
        found: dict[str, Entry] = {}
        for entry in self.entries():
            if entry.key in found:
                raise entry.refuse(
                    f'"{entry.key}" stands here a second time; it is on line {found[entry.key].line} too'
                )
            found[entry.key] = entry
        return found

    def _pairs(self, node: yaml.MappingNode) -> Iterator[Entry]:
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode) or key.tag == "tag:yaml.org,2002:merge":
                raise refuse(self.file_name, line, "a name must be plain text here")
            yield Entry(self.file_name, str(key.value), line, value)


def nodes_of(text: str, file_name: str) -> Entry:
    """Compose the file into nodes; FrameworkError names the line of what is damaged, or too much."""
    try:
        _hold_against_limits(text, file_name)
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        says = f"this is not valid YAML: {error.problem or error.context}"
        raise refuse(file_name, mark.line + 1 if mark else 0, says) from error
    except yaml.YAMLError as error:
        raise refuse(file_name, 0, f"this is not valid YAML: {' '.join(str(error).split())}") from error
    if not isinstance(root, yaml.MappingNode):
        raise refuse(file_name, 1, "this is not a framework's YAML: it must start with names and colons")
    return Entry(file_name, "the file", 1, root)


def _hold_against_limits(text: str, file_name: str) -> None:
    """Count depth, nodes and aliases while the file is only a stream, and stop at the first that is too much."""
    tally = _Tally()
    for event in yaml.parse(text, Loader=_LOADER):
        tally.add(event)
        if excess := tally.excess:
            mark = event.start_mark
            raise refuse(file_name, mark.line + 1 if mark else 0, excess)


@dataclass
class _Tally:
    """What a stream of events has come to. An alias counts for what it stands for, so few can't stand for millions."""

    nodes: int = 0
    aliases: int = 0
    open_at: list[tuple[str | None, int]] = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=dict)

    def add(self, event: yaml.Event) -> None:
        match event:
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self.open_at.append((event.anchor, self.nodes))
                self.nodes += 1
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                anchor, before = self.open_at.pop()
                if anchor:
                    self.sizes[anchor] = self.nodes - before
            case yaml.AliasEvent():
                self.aliases += 1
                self.nodes += self.sizes.get(event.anchor or "", 1)
            case yaml.ScalarEvent():
                self.nodes += 1

    @property
    def excess(self) -> str:
        """What is too much, in words; nothing while all is well."""
        if len(self.open_at) > DEEPEST:
            return f"entries are nested more than {DEEPEST} deep"
        if self.nodes > MOST_NODES:
            return f"the file stands for more than {MOST_NODES:,} entries"
        if self.aliases > MOST_ALIASES:
            return f"the file repeats itself by more than {MOST_ALIASES:,} aliases"
        return ""
