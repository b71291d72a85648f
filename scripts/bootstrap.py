"""How does a fresh checkout become a running Wardmote, or a tested one?

The Makefile runs this with whatever python3 the machine has, so it uses the standard library alone, and
syntax that Python 3.6 can parse: an old Python then gets a sentence, not a SyntaxError. Everything it writes
is under WARDMOTE_HOME. A stamp in each virtual environment holds the fingerprint of all that went into it;
while that is unchanged, a run does nothing but hand over to the command.
"""

import contextlib
import errno
import fcntl
import hashlib
import importlib.util
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - see above
    sys.exit(
        f"Wardmote needs Python 3.11 or newer, and {sys.executable} is {platform.python_version()}. "
        "Install a newer one (Debian: apt-get install python3), or name one that is there: "
        "make up PYTHON=python3.12"
    )

ROOT = Path(__file__).resolve().parent.parent

RUNTIME = "runtime"
TEST = "test"

# Each command: the lock that it needs, and the program that then takes over, below the environment's bin
# folder or, for a .py file, below the checkout.
COMMANDS = {
    "up": (RUNTIME, ["wardmote", "up"]),
    "test": (TEST, ["scripts/test.py"]),
    "bench": (TEST, ["benchmarks/run.py"]),
    "docs": (TEST, ["scripts/docs.py"]),
    "messages": (TEST, ["scripts/messages.py"]),
}

LOCK_OPTIONS = [
    "--quiet",
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-header",
]
LOCK_SOURCES = {
    RUNTIME: ["pyproject.toml", "requirements/build.in"],
    TEST: ["pyproject.toml", "requirements/build.in", "--group", "test"],
}

NO_ROOM = re.compile(r"no space left|os error 28\b|quota exceeded", re.IGNORECASE)
NO_NETWORK = re.compile(
    r"dns error|name resolution|connection (refused|reset|error)|error sending request|failed to fetch"
    r"|network is unreachable|timed out|newconnectionerror|max retries|npm couldn't fetch"
    r"|no matching distribution found for uv==",
    re.IGNORECASE,
)


class CannotGoOn(Exception):
    """A step failed; the message is a sentence for the person at the terminal."""


def main(arguments: list[str]) -> None:
    """Prepare what the command needs, then become that command, so that signals reach it."""
    name, *rest = arguments or ["help"]
    os.chdir(ROOT)
    os.environ.update(environment(home_folder()))
    if name in COMMANDS:
        kind, program = COMMANDS[name]
        hand_over(program, prepare(kind), rest)
    elif name == "fmt":
        format_code(prepare(TEST))
    elif name == "lock":
        recompile_locks(rest)
    else:
        raise CannotGoOn(f"There is no command {name}; there are: {', '.join(COMMANDS)}, fmt, lock.")


def home_folder() -> Path:
    """Return the folder under which everything is written, absolute."""
    return Path(os.environ.get("WARDMOTE_HOME") or ROOT / ".wardmote").expanduser().absolute()


def environment(home: Path) -> dict[str, str]:
    """Return what keeps every tool's files under `home` and lets it trust the machine's certificates."""
    cache = home / "cache"
    ours = {
        "WARDMOTE_HOME": str(home),
        "UV_CACHE_DIR": str(cache / "uv"),
        "PIP_CACHE_DIR": str(cache / "pip"),
        "npm_config_cache": str(cache / "npm"),
        # Compiled files are kept, even where the machine says not to: they lie under home, and halve a start.
        "PYTHONPYCACHEPREFIX": str(cache / "python"),
        "PYTHONDONTWRITEBYTECODE": "",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_NO_PROGRESS": "1",
    }
    ours["UV_SYSTEM_CERTS"] = os.environ.get("UV_SYSTEM_CERTS", "true")
    if "PIP_INDEX_URL" in os.environ and "UV_INDEX_URL" not in os.environ:
        ours["UV_DEFAULT_INDEX"] = os.environ.get("UV_DEFAULT_INDEX", os.environ["PIP_INDEX_URL"])
    return ours


def prepare(kind: str) -> Path:
    """Return the virtual environment for this lock, brought up to date if its fingerprint has changed."""
    venv = venv_folder(kind)
    stamp = venv / "stamp"
    wanted = fingerprint(kind)
    if is_stamped(stamp, wanted):
        return venv
    with only_one_at_a_time(venv):
        if not is_stamped(stamp, wanted):
            stamp.unlink(missing_ok=True)
            build(kind, venv)
            stamp.write_text(wanted, encoding="ascii")
    return venv


def is_stamped(stamp: Path, wanted: str) -> bool:
    """Say whether the environment around this stamp was finished, from exactly these inputs."""
    return stamp.is_file() and stamp.read_text(encoding="ascii") == wanted


def venv_folder(kind: str) -> Path:
    """Return where the virtual environment for this lock is, or will be."""
    return Path(os.environ["WARDMOTE_HOME"]) / ("venv" if kind == RUNTIME else "venv-test")


def lock_file(kind: str) -> Path:
    """Return the lock that pins everything in this environment."""
    return ROOT / "requirements" / f"{kind}.lock"


def fingerprint(kind: str) -> str:
    """Return a digest of everything that decides what is in the virtual environment."""
    inputs = [lock_file(kind), ROOT / "pyproject.toml", ROOT / "hatch_build.py"]
    inputs += sorted(ROOT.glob("src/wardmote/locale/*/LC_MESSAGES/*.po"))
    digest = hashlib.sha256(python_identity().encode())
    for path in inputs:
        digest.update(str(path).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def python_identity() -> str:
    """Return what must stay the same for a virtual environment to stay usable."""
    return f"{sys.version} at {os.path.realpath(sys.base_prefix)}"


@contextlib.contextmanager
def only_one_at_a_time(venv: Path) -> Iterator[None]:
    """Let a second run wait for the one that is already making this environment."""
    venv.parent.mkdir(parents=True, exist_ok=True)
    with venv.with_name(f"{venv.name}.busy").open("w") as busy:
        try:
            fcntl.flock(busy, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"Another run is preparing {venv}; waiting for it ...")
            fcntl.flock(busy, fcntl.LOCK_EX)
        yield


def build(kind: str, venv: Path) -> None:
    """Make the environment hold exactly what the lock names, and this checkout."""
    say(f"Preparing {venv} (only when something has changed)")
    make_tools(kind, venv)
    install_lock(kind, venv)
    install_project(venv)


def make_tools(kind: str, venv: Path) -> None:
    """Make an environment with the locked uv in it, unless one from this very Python is there."""
    made_by = venv / "made-by"
    if (venv / "bin" / "uv").exists() and made_by.is_file() and made_by.read_text() == python_identity():
        return
    make_venv(venv)
    install_uv(kind, venv)
    made_by.write_text(python_identity())


def make_venv(venv: Path) -> None:
    """Make an empty virtual environment, or say what the machine's Python lacks for it."""
    if not all(importlib.util.find_spec(module) for module in ("venv", "ensurepip")):
        raise CannotGoOn(
            f"This Python ({sys.executable}) can't make virtual environments: a part of it isn't installed. "
            f"Install it (Debian, Ubuntu: apt-get install python{platform.python_version()[:4]}-venv) "
            "and run the same command again."
        )
    step("Making a virtual environment", [sys.executable, "-m", "venv", "--clear", str(venv)])


def install_uv(kind: str, venv: Path) -> None:
    """Let pip install the locked uv, checked against the lock's own hashes."""
    pinned = venv / "uv.lock"
    pinned.write_text(locked_entry(lock_file(kind).read_text(encoding="utf-8"), "uv"), encoding="utf-8")
    pip = [str(venv / "bin" / "python"), "-m", "pip", "install", "--quiet", "--retries", "2"]
    step("Installing uv", [*pip, "--require-hashes", "--no-deps", "-r", str(pinned)])


def locked_entry(lock: str, package: str) -> str:
    """Return the lines of a lock that pin one package, hashes included."""
    entry = re.search(rf"^{re.escape(package)}==.*\n(?:[ \t].*\n?)*", lock, re.MULTILINE)
    if entry is None:
        raise CannotGoOn(f"The lock doesn't name {package}. Run: make lock")
    return entry.group()


def install_lock(kind: str, venv: Path) -> None:
    """Let uv install what the lock names, and remove what it no longer names."""
    lock = lock_file(kind)
    count = len(re.findall(r"^[a-z0-9]", lock.read_text(encoding="utf-8"), re.MULTILINE))
    step(f"Installing the {count} locked packages", [*uv_pip(venv, "sync"), "--require-hashes", str(lock)])


def install_project(venv: Path) -> None:
    """Install this checkout, editable; the hook in hatch_build.py makes the CSS and the translations."""
    options = ["--no-deps", "--no-build-isolation", "--reinstall-package", "wardmote"]
    command = [*uv_pip(venv, "install"), *options, "--editable", str(ROOT)]
    step("Installing Wardmote from this folder", command)


def uv_pip(venv: Path, verb: str) -> list[str]:
    """Return the start of a uv command that works on this environment."""
    return [str(venv / "bin" / "uv"), "pip", verb, "--quiet", "--python", str(venv / "bin" / "python")]


def step(title: str, command: list[str]) -> None:
    """Run one command of the preparation: a line for the person, the command's own words if it fails."""
    started = time.monotonic()
    print(f"  {title} ...", end=" ", flush=True)
    scratch = Path(os.environ["WARDMOTE_HOME"]) / "tmp"
    scratch.mkdir(parents=True, exist_ok=True)
    variables = {**os.environ, "TMPDIR": str(scratch)}
    done = subprocess.run(
        command,
        env=variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    print("failed" if done.returncode else f"{time.monotonic() - started:.1f} s", flush=True)
    if done.returncode:
        raise CannotGoOn(failure(title, done.stdout))


def failure(title: str, output: str) -> str:
    """Return why a step failed, in words that the reader can act on."""
    if NO_ROOM.search(output):
        return no_room()
    log = Path(os.environ["WARDMOTE_HOME"]) / "bootstrap.log"
    log.write_text(output, encoding="utf-8")
    if NO_NETWORK.search(output):
        return (
            f"{title} needs the package registries (PyPI, npm), and one of them couldn't be reached. "
            "Check the network and the proxy settings, then run the same command again. "
            f"The whole story: {log}"
        )
    last_lines = "\n".join(f"    {line}" for line in output.strip().splitlines()[-15:])
    return f"{last_lines}\n{title} failed; the lines above, or all of {log}, say why."


def no_room() -> str:
    """Return what to do when the disk is full."""
    home = Path(os.environ["WARDMOTE_HOME"])
    free = shutil.disk_usage(next(folder for folder in (home, *home.parents) if folder.exists())).free
    return (
        f"The disk that holds {home} is full: {free // 1_000_000} MB free. Wardmote needs about 1,000 MB, "
        "and its tests 2,000 MB. Make room, or name another folder: make up WARDMOTE_HOME=/path"
    )


def hand_over(program: list[str], venv: Path, rest: list[str]) -> None:
    """Become the program: the same process, so that Ctrl-C and a service manager's signals reach it."""
    first, *more = program
    command = [str(venv / "bin" / first)]
    if first.endswith(".py"):
        if not (ROOT / first).is_file():
            raise CannotGoOn(f"This checkout has no {first}, so there is nothing to run.")
        command = [str(venv / "bin" / "python"), str(ROOT / first)]
    os.environ["PATH"] = str(venv / "bin") + os.pathsep + os.environ.get("PATH", os.defpath)
    sys.stdout.flush()
    os.execv(command[0], [*command, *more, *rest])  # noqa: S606 - no shell is what we want


def format_code(venv: Path) -> None:
    """Fix what ruff can fix, then become ruff's formatter."""
    os.environ["RUFF_CACHE_DIR"] = str(Path(os.environ["WARDMOTE_HOME"]) / "cache" / "ruff")
    subprocess.run([str(venv / "bin" / "ruff"), "check", "--fix-only", "--quiet", "."], check=False)
    hand_over(["ruff", "format", "."], venv, [])


def recompile_locks(rest: list[str]) -> None:
    """Write both locks anew from pyproject.toml; `make lock ARGS=--upgrade` takes newer versions too."""
    venv = venv_folder(TEST)
    with only_one_at_a_time(venv):
        make_tools(TEST, venv)
    for kind, sources in LOCK_SOURCES.items():
        target = str(lock_file(kind).relative_to(ROOT))
        compile_lock = [str(venv / "bin" / "uv"), "pip", "compile", *LOCK_OPTIONS, *sources]
        step(f"Writing {target}", [*compile_lock, "--output-file", target, *rest])


def say(line: str) -> None:
    """Show one line of progress at once."""
    print(line, flush=True)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except CannotGoOn as reason:
        sys.exit(str(reason))
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as trouble:
        if trouble.errno in (errno.ENOSPC, errno.EDQUOT):
            sys.exit(no_room())
        sys.exit(f"Wardmote can't go on: {trouble}. Check the folder's permissions.")
