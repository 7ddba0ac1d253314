"""A small council in a real encrypted database, for the verbs to act on."""

from types import SimpleNamespace

import pytest
from scene import TODAY, Council

from desktop.commands.workspace import Workspace
from desktop.store.keys import Key


@pytest.fixture
def space(tmp_path):
    with Workspace.create(
        tmp_path / "council.caseclock", Key.generate(), author="manager", today=lambda: TODAY
    ) as workspace:
        yield workspace


@pytest.fixture
def council(space):
    return Council(space)


@pytest.fixture
def staff(council):
    return SimpleNamespace(
        worker=council.worker("Sam Worker"),
        bia=council.worker("Bea Assessor", is_bia=True, engagement="in_house_team"),
        mha=council.worker("Max Doctor", is_mha=True, engagement="independent"),
        both=council.worker("Bo Both", is_bia=True, is_mha=True, engagement="independent"),
    )
