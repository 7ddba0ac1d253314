"""The guides speak of commands, roles and tables that exist."""

from __future__ import annotations

import argparse
import re
import shlex
from pathlib import Path

import pytest

from desktop.cli.options import add_verbs
from desktop.server.rights import rights

DOCS = Path(__file__).resolve().parents[2] / "docs"
GUIDES = ("dba-guide.md", "retention-template.md", "dpia-template.md", "rights.md")
COMMAND = re.compile(r"^caseclock server .+$", re.MULTILINE)


def commands():
    for name in GUIDES:
        for line in COMMAND.findall((DOCS / name).read_text(encoding="utf-8")):
            yield line.partition("#")[0].partition(">>")[0].strip()


def test_there_are_commands_to_try():
    assert len(list(commands())) >= 20


@pytest.mark.parametrize("command", sorted(set(commands())))
def test_every_command_of_the_guides_is_understood(command):
    parser = argparse.ArgumentParser(prog="caseclock")
    add_verbs(parser)
    words = ["postgresql://x@y/z" if word in ("$URL", "URL") else word for word in shlex.split(command)]
    assert parser.parse_args(words[1:])


def test_the_guides_link_to_files_that_are_there():
    for name in GUIDES:
        for link in re.findall(r"\]\(([\w.-]+\.md)\)", (DOCS / name).read_text(encoding="utf-8")):
            assert (DOCS / link).exists(), (name, link)


def test_the_list_of_roles_to_remove_is_whole():
    guide = (DOCS / "dba-guide.md").read_text(encoding="utf-8")
    for group in (*rights().groups(), "caseclock_owner", "caseclock_keeper"):
        assert f"`{group}`" in guide
