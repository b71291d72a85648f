"""What can the person at the terminal do with Wardmote?

`main` is the program `wardmote`. Each file in `commands` is one command, each folder there a group of them;
a command is added by adding its file. Exit codes: 0 done, 1 refused or failed (standard error says why and
what to do), 2 the command was typed wrongly, 130 interrupted.
"""

import sys

import click

from .catalogue import Catalogue
from .troubles import Trouble, explain


def main(arguments: list[str] | None = None) -> None:
    """Run one command, and turn whatever a person can do something about into a sentence."""
    try:
        code = program().main(args=arguments, prog_name="wardmote", standalone_mode=False)
    except click.ClickException as refusal:
        refusal.show()
        sys.exit(refusal.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted: nothing more was done.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except Exception as fault:
        sentence = explain(fault)
        if sentence is None:
            raise
        Trouble(sentence).show()
        sys.exit(1)
    sys.exit(code if isinstance(code, int) else 0)


def program() -> click.Group:
    """Return the program with every command in the folder `commands`."""
    group = Catalogue("wardmote", package=f"{__name__}.commands", help="Run and look after Wardmote.")
    return click.version_option(package_name="wardmote", message="Wardmote %(version)s")(group)
