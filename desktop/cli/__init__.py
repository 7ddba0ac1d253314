"""The command line: the same engine without a window, for IT, analysts and tests."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from desktop.cli.options import add_verbs
from desktop.errors import AppError

DONE, COULD_NOT, USAGE, REJECTED = 0, 1, 2, 3


def run(arguments: Sequence[str]) -> int:
    """Parse and run one verb; returns the exit code.

    0 done, 1 could not (one sentence on stderr), 2 usage, 3 done but rows were rejected and listed.
    """
    parser = build_parser()
    try:
        options = parser.parse_args(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    return _guarded(lambda: int(options.verb(options) or 0))


def build_parser() -> argparse.ArgumentParser:
    """The parser with every verb; also read by the help page."""
    parser = argparse.ArgumentParser(
        prog="caseclock",
        description="Statutory clocks, allocation and visits. With no verb, opens the window.",
    )
    add_verbs(parser)
    return parser


def _guarded(verb: Callable[[], int]) -> int:
    try:
        return verb()
    except AppError as error:
        print(f"caseclock: {error.message}", file=sys.stderr)
        return COULD_NOT
    except BrokenPipeError:
        return DONE
    except KeyboardInterrupt:
        print("caseclock: Stopped. Nothing was half saved.", file=sys.stderr)
        return COULD_NOT
    except OSError as error:
        named = Path(str(error.filename)).name if error.filename else "A file"
        why = error.strerror or "the disk refused"
        print(
            f"caseclock: {named} could not be read or written ({why}). Nothing was half saved; "
            "check its folder and the free space, and try again.",
            file=sys.stderr,
        )
        return COULD_NOT
    except Exception as error:  # the last fence: no traceback reaches a person
        return _report_bug(error)


def _report_bug(error: Exception) -> int:
    from desktop.logs import log_bug

    where = log_bug(error)
    print(
        "caseclock: Something went wrong inside Caseclock. Nothing was half saved; "
        f"please send {where} to your support desk.",
        file=sys.stderr,
    )
    return COULD_NOT
