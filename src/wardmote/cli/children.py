"""How do the web server and the worker run below one command, and stop together?"""

import ctypes
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

PR_SET_PDEATHSIG = 1
POLL_S = 0.05
PATIENCE_S = 30.0


@dataclass
class Children:
    """The processes that were forked, by their id; a signal asks all of them to stop."""

    names: dict[int, str] = field(default_factory=dict)
    is_stopping: bool = False
    is_impatient: bool = False

    def listen(self) -> None:
        """Let Ctrl-C and SIGTERM ask for the end instead of ending this process on the spot."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        self.is_impatient = self.is_stopping
        self.is_stopping = True

    def start(self, name: str, work: Callable[[], object]) -> None:
        """Fork a process that does this work. Everything that is loaded already is shared with it."""
        sys.stdout.flush()
        sys.stderr.flush()
        parent = os.getpid()
        child = os.fork()
        if child:
            self.names[child] = name
            return
        os._exit(_live(work, parent))

    def first_dead(self) -> str | None:
        """Return the name of a child that has ended, if one has."""
        for child in list(self.names):
            ended, _ = os.waitpid(child, os.WNOHANG)
            if ended:
                return self.names.pop(child)
        return None

    def watch(self) -> str | None:
        """Wait until somebody asks for the end (None) or a child dies (its name)."""
        while not self.is_stopping:
            dead = self.first_dead()
            if dead:
                return dead
            time.sleep(POLL_S)
        return None

    def stop(self) -> bool:
        """End all children; False if one had to be killed because it took too long."""
        self._send(signal.SIGTERM)
        last_moment = time.monotonic() + PATIENCE_S
        while self.names and time.monotonic() < last_moment and not self.is_impatient:
            if self.first_dead() is None:
                time.sleep(POLL_S)
        was_clean = not self.names
        self._send(signal.SIGKILL)
        for child in self.names:
            os.waitpid(child, 0)
        return was_clean

    def _send(self, number: signal.Signals) -> None:
        for child in self.names:
            os.kill(child, number)


def _live(work: Callable[[], object], parent: int) -> int:
    """Do a child's work, out of reach of the terminal's Ctrl-C, and return its exit code."""
    os.setpgid(0, 0)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    die_with_parent(parent)
    try:
        work()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - the last thing that this process does is to say what happened
        traceback.print_exc()
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


def die_with_parent(parent: int) -> None:
    """Ask Linux for a SIGTERM when the parent dies, even by kill -9, so that nothing is left behind."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        sys.exit(1)
