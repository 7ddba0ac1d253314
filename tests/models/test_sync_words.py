"""What the status line, the banner and the messages say of the shared database."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.models import sync_words
from desktop.server.trouble import OFFLINE
from desktop.sync.state import Here, SyncState

NOW = 1_795_000_000_000
MINUTE, HOUR = 60_000, 3_600_000
WELL = SyncState("idle", True, NOW - 125_000, usable=True)
GONE = SyncState("offline", False, NOW - 2 * MINUTE, unsent=6, sentence=OFFLINE, usable=True)


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (0, "just now"),
        (59_000, "just now"),
        (125_000, "2 min ago"),
        (3 * HOUR, "3 h ago"),
        (-HOUR, "just now"),
    ],
)
def test_how_fresh(age, words):
    assert sync_words.ago(NOW - age, NOW) == words


def test_an_old_answer_is_named_by_its_date():
    assert "/" in sync_words.ago(NOW - 30 * HOUR, NOW)


def test_the_first_sync_counts_and_never_says_done_before_it_is():
    state = SyncState("first", True, NOW, done=89_000, total=89_000)
    assert sync_words.freshness(state, NOW) == "Fetching your cases: 89,000 of 89,000 rows, 99%"
    assert "the rest" in sync_words.progress(replace(state, usable=True))


def test_the_banner_says_since_when_from_which_data_and_what_is_kept():
    words = sync_words.banner(GONE, NOW - MINUTE, NOW)
    assert words.startswith("Offline since ")
    assert words.endswith("data. 6 edits kept.")


def test_the_banner_gives_the_reason_when_it_is_not_the_network():
    told = sync_words.banner(replace(GONE, sentence="Your password has expired."), NOW - MINUTE, NOW)
    assert told.endswith("6 edits kept. Your password has expired.")


@pytest.mark.parametrize("phase", ["locked", "wiped", "readonly"])
def test_what_may_not_be_used_says_why(phase):
    assert sync_words.banner(replace(GONE, phase=phase, sentence="Why."), NOW, NOW) == "Why."


def test_all_well_says_nothing():
    assert sync_words.banner(WELL, 0, NOW) == ""
    assert sync_words.on_closing(WELL) == ""


def test_back_in_contact_counts_what_became_of_the_edits():
    before = replace(GONE, unsent=6)
    after = replace(WELL, conflicts=1)
    assert sync_words.back_online(before, after) == "Back in contact: 5 sent, 1 needs you."
    assert sync_words.back_online(before, replace(WELL, unsent=2)) == ""


def test_where_edits_are_is_never_said_too_well():
    assert sync_words.saved(WELL) == "All saved centrally"
    assert sync_words.saved(replace(WELL, conflicts=1)) == "The rest saved centrally"
    assert sync_words.saved(GONE) == "6 unsent, saved on this laptop"


def test_closing_says_what_is_safe():
    assert sync_words.on_closing(replace(WELL, unsent=1)).startswith(
        "There is 1 edit not sent yet. It is safe"
    )
    both = sync_words.on_closing(replace(WELL, unsent=2, conflicts=1))
    assert "2 edits not sent yet and 1 edit that needs you. They are safe" in both


@pytest.mark.parametrize(
    ("names", "words"),
    [((), ""), (("Ann",), "Ann is here too"), (("Ann", "Bo", "Cy"), "Ann, Bo and Cy are here too")],
)
def test_who_else_is_here(names, words):
    assert sync_words.also_here(Here("x", names)) == words
