"""Every number above the children's lists, pressed in the window, opens as many rows as it said."""

import pytest
from little_council import TODAY

from desktop.commands import planned
from desktop.commands.acts import Builder


def add_what_the_pages_show(window, qtbot, settled):
    """An agreement as a tracker brings it, without a date, and two planned visits."""

    def agreed(desk):
        build = Builder(desk.book, "test.agreed", "manager")
        build.insert("agreed_frequency", case=1, interval="3m")
        return build.act("agreed")

    for act in (
        agreed,
        lambda desk: planned.plan(desk.book, [0, 2], TODAY + 3, author="manager", today=TODAY),
    ):
        window.session.run(act)
        settled()


@pytest.mark.parametrize("name", ["visits", "supervision", "turning", "agreements"])
def test_every_card_opens_as_many_rows_as_it_says(window, shell, go, qtbot, settled, name):
    add_what_the_pages_show(window, qtbot, settled)
    page = go(name)
    said = {key: card.count.n for key, card in page.strip.cards.items()}
    assert any(said.values())
    for key, number in said.items():
        page = go(name)
        page.clear()
        settled()
        page.strip.cards[key].click()
        settled()
        shown = shell.page.answer.data
        assert len(shown) == number, (name, key)
        assert shell.page.table.model().rowCount() >= number
