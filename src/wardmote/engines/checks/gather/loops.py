"""On which event loop does gathering run: uvloop's where it is installed, otherwise Python's own?"""

import asyncio
import gc
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from typing import Any, TypeVar

T = TypeVar("T")
# A tenth of the CPU of a run goes into collections at Python's own 700.
_COLLECT_AFTER = 300_000


def run(main: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end."""
    with _collecting_rarely(), asyncio.Runner(loop_factory=_loop_factory()) as runner:
        return runner.run(main)


@contextmanager
def _collecting_rarely() -> Iterator[None]:
    """Look for garbage in circles only now and then: a night makes millions of values that die without any."""
    before = gc.get_threshold()
    gc.set_threshold(max(before[0], _COLLECT_AFTER), *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    if find_spec("uvloop") is None:
        return None
    factory: Callable[[], asyncio.AbstractEventLoop] = import_module("uvloop").new_event_loop
    return factory
