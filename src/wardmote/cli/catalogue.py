"""Which commands are there? The files of the package say so; nothing lists them."""

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import click


class Catalogue(click.Group):
    """A group whose commands are the modules of a package: `import_.py` is `import`, a folder is a group.

    A module holds its click command as `command`, and is imported only when it is asked for or listed, so it
    leaves every import that takes time to its function.
    """

    def __init__(self, name: str, *, package: str, **settings: Any) -> None:
        super().__init__(name, no_args_is_help=True, **settings)
        self.package = package

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, in order."""
        return sorted(_modules(self.package))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of this name, if there is one."""
        module = _modules(self.package).get(cmd_name)
        if module is None:
            return None
        found = import_module(f"{self.package}.{module}")
        if hasattr(found, "command"):
            command: click.Command = found.command
            return command
        return Catalogue(cmd_name, package=found.__name__, help=found.__doc__)


def _modules(package: str) -> dict[str, str]:
    folder = Path(import_module(package).__file__ or "").parent
    return {info.name.rstrip("_").replace("_", "-"): info.name for info in iter_modules([str(folder)])}
