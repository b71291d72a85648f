"""Which programs, in which versions, does a web server's header name?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_COMMENT = re.compile(r"\([^()]{0,200}\)")
_TOKEN = re.compile(r"(?<![\w/.-])([A-Za-z][A-Za-z0-9._-]{0,40})/v?([0-9][0-9A-Za-z._-]{0,30})")
_WORDS = re.compile(r"([A-Za-z][A-Za-z .-]{0,40}?)[ /]v?([0-9][0-9A-Za-z._-]{0,30})")
_LISTS, _SENTENCES = ("server", "x-powered-by"), ("x-generator", "x-powered-cms")
# What a header calls a program that is known by another name, and what counts versions of something else.
_CALLED = {"microsoft-iis": "Microsoft IIS", "apache": "Apache HTTP Server"}
_ELSE = ("apache-coyote", "mod_jk", "http")


@dataclass(frozen=True, slots=True)
class Program:
    """A program as a server names itself."""

    name: str
    version: str


def programs_in(header: str) -> tuple[Program, ...]:
    """Return what a header like `Server: Apache/2.4.62 (Unix) OpenSSL/3.0.15` names with a version."""
    name, _colon, value = header.partition(":")
    return tuple(dict.fromkeys(_programs(name.strip().lower(), value.strip()[:500])))


def _programs(header: str, value: str) -> Iterator[Program]:
    if header in _LISTS:
        for name, version in _TOKEN.findall(_COMMENT.sub(" ", value)):
            if name.lower() not in _ELSE:
                yield Program(_CALLED.get(name.lower(), name), version)
    elif header in _SENTENCES and (found := _WORDS.match(value)):
        yield Program(found[1].strip(), found[2])
