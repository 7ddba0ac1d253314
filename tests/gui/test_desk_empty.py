"""The pages of the DoLS desk in a council with nothing in it: each says what to do next."""

import pytest
from little_council import TODAY

from desktop.commands.workspace import Workspace


@pytest.fixture
def council_file(tmp_path):
    path = tmp_path / "nothing.caseclock"
    Workspace.create(path, None, author="manager", today=lambda: TODAY).close()
    return path


@pytest.mark.parametrize("name", ["board", "mine", "renewals", "homes", "home"])
def test_a_page_with_nothing_on_it_says_so_and_offers_a_way_on(shell, go, settled, name):
    page = go(name)
    assert page.stack.currentWidget() is page.empty
    assert page.empty.accessibleName()
    for verb in ("allocate", "propose", "detail", "explain", "home", "still_there"):
        shell.perform(verb)
        settled()
    assert page.stack.currentWidget() is page.empty
