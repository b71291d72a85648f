"""`python -m tests.journeys.inside QUESTION …` answers as JSON, with the settings and home of the product under test.

It is a process of its own, since the tests' process has other settings.
"""

import json
import sys

import django


def main(question: str, *about: str) -> None:
    """Print the answer."""
    django.setup()
    from wardmote.kernel.viewer import seeing_as_system

    from . import inside_assessments, inside_board, inside_checks, inside_desk, inside_warnings, knowledge

    questions = knowledge.QUESTIONS | inside_assessments.QUESTIONS | inside_checks.QUESTIONS
    questions |= inside_warnings.QUESTIONS | inside_board.QUESTIONS | inside_desk.QUESTIONS
    with seeing_as_system():
        print(json.dumps(questions[question](*about)))  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
