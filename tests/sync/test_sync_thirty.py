"""What can go wrong between laptops and their server, numbered, and the tests that show what happens then."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]

CASES: dict[int, tuple[str, tuple[str, ...]]] = {
    1: (
        "killed after the outbox was written, before the replica",
        (
            "sync/test_sync_local.py::test_power_cut_between_the_two_files",
            "sync/test_sync_kill.py::test_killed_at_random_moments_every_edit_is_there_once",
        ),
    ),
    2: (
        "killed before the outbox was written",
        (
            "sync/test_sync_kill.py::test_killed_at_random_moments_every_edit_is_there_once",
            "gui/test_sync_killed.py::test_what_was_recorded_offline_survives_a_kill_and_arrives_once",
        ),
    ),
    3: (
        "killed before sending",
        ("sync/test_sync_faults.py::test_killed_at_a_step_of_a_turn_one_effect_and_no_gap",),
    ),
    4: (
        "cut while the server works",
        (
            "sync/test_sync_faults.py::test_a_connection_that_is_cut_while_the_server_works_leaves_one_effect",
            "server/test_server_push.py::test_a_server_that_dies_in_the_middle_leaves_nothing_half_done",
        ),
    ),
    5: ("done, and the answer lost", ("sync/test_sync_traps.py::same_id",)),
    6: (
        "killed between the answer and the note of it",
        ("sync/test_sync_faults.py::test_killed_at_a_step_of_a_turn_one_effect_and_no_gap",),
    ),
    7: (
        "the same edit on two connections",
        (
            "sync/test_sync_faults.py::test_the_same_edit_on_two_connections_at_once_has_one_answer",
            "server/test_server_push.py::test_a_set_sent_on_two_connections_at_the_same_instant_has_one_effect",
        ),
    ),
    8: ("killed in the middle of a page", ("sync/test_sync_traps.py::one_transaction",)),
    9: (
        "killed after a page",
        (
            "sync/test_sync_faults.py::test_killed_at_a_step_of_a_turn_one_effect_and_no_gap",
            "sync/test_sync_faults.py::test_a_large_import_in_one_revision_comes_whole_through_small_pages",
        ),
    ),
    10: (
        "killed in the first sync",
        ("sync/test_sync_faults.py::test_a_first_sync_killed_on_the_way_goes_on_where_it_was",),
    ),
    11: (
        "a laptop frozen inside a call",
        (
            "sync/test_sync_interrupted.py::"
            "test_a_laptop_frozen_with_the_counter_in_its_hands_holds_nobody_up_for_longer_than_a_lock_may_last",
            "sync/test_sync_engine.py::test_a_frozen_network_is_cut_by_the_watchdog",
            "sync/test_sync_faults.py::test_others_who_hold_a_record_for_too_long_cost_a_wait_and_no_edit",
        ),
    ),
    12: (
        "slow writers and a fast reader",
        (
            "server/test_server_push.py::"
            "test_revisions_appear_in_order_to_a_fast_reader_under_sixteen_writers",
        ),
    ),
    13: (
        "the server restarts, or another takes over",
        (
            "sync/test_sync_engine.py::test_a_server_that_is_restarted_costs_a_wait_and_nothing_else",
            "sync/test_sync_interrupted.py::"
            "test_a_server_that_dies_in_the_middle_of_a_push_costs_a_wait_and_has_one_effect",
            "sync/test_sync_interrupted.py::"
            "test_a_server_that_dies_between_two_pages_of_a_pull_costs_a_wait_and_no_row",
            "sync/test_sync_interrupted.py::"
            "test_a_failover_to_a_spare_server_is_another_history_and_every_edit_is_there_once",
            "sync/test_sync_interrupted.py::test_a_deadlock_is_answered_and_the_edit_is_sent_again_by_itself",
        ),
    ),
    14: (
        "restored to before what was acknowledged",
        (
            "sync/test_sync_traps.py::epoch",
            "sync/test_sync_restored.py::test_a_conflict_of_what_is_offered_again_is_shown_and_not_lost",
            "sync/test_sync_restored.py::test_killed_while_edits_are_offered_again",
        ),
    ),
    15: (
        "restored, and the replica lost",
        ("sync/test_sync_restored.py::test_restored_and_the_replica_lost_on_the_same_laptop",),
    ),
    16: (
        "restored without anybody saying so",
        ("sync/test_sync_restored.py::test_restored_without_anybody_saying_so",),
    ),
    17: (
        "a replica older than its outbox",
        (
            "sync/test_sync_files.py::"
            "test_an_older_replica_beside_a_newer_outbox_shows_ones_own_edits_and_no_ghosts",
        ),
    ),
    18: ("an exception between outbox and replica", ("sync/test_sync_traps.py::refold",)),
    19: (
        "membership ended in the middle",
        (
            "sync/test_sync_faults.py::"
            "test_whoever_left_sees_nothing_more_and_unsent_edits_are_refused_and_kept",
        ),
    ),
    20: (
        "login ended, laptop lost",
        (
            "sync/test_sync_engine.py::test_a_login_that_was_ended_locks_the_copy_until_it_answers_again",
            "sync/test_sync_engine.py::"
            "test_a_laptop_reported_lost_destroys_its_keys_and_says_what_went_with_them",
        ),
    ),
    21: (
        "a record goes out of sight",
        (
            "sync/test_sync_traps.py::forget",
            "sync/test_sync_faults.py::test_a_record_made_restricted_goes_from_the_laptop_and_from_memory",
            "server/test_dispose.py::test_laptops_are_told_to_forget_what_was_erased",
        ),
    ),
    22: (
        "two laptops allocate one case",
        ("sync/test_sync_conflicts.py::test_two_allocate_one_case_and_the_loser_sees_who_and_keeps_theirs",),
    ),
    23: (
        "disk full",
        (
            "sync/test_sync_files.py::test_disk_full_at_an_edit_says_not_saved_and_nothing_is",
            "sync/test_sync_files.py::test_disk_full_at_a_page_rolls_it_back_and_the_next_turn_brings_it",
        ),
    ),
    24: (
        "replica damaged, no keychain",
        (
            "sync/test_sync_files.py::test_a_replica_damaged_while_it_is_open_is_begun_again",
            "sync/test_sync_files.py::test_without_a_keychain_a_person_chooses",
            "sync/test_sync_files.py::test_an_outbox_that_is_cut_short_is_never_begun_again_silently",
        ),
    ),
    25: (
        "clocks that differ",
        ("sync/test_sync_files.py::test_a_laptop_whose_clock_is_a_year_ahead_decides_nothing_by_it",),
    ),
    26: (
        "versions that differ",
        (
            "sync/test_sync_interrupted.py::"
            "test_a_laptop_two_versions_old_reads_keeps_its_edits_and_sends_them_when_it_is_updated",
            "sync/test_sync_faults.py::"
            "test_a_server_of_another_time_is_told_in_one_sentence_and_nothing_is_lost",
            "sync/test_sync_files.py::test_an_outbox_of_a_newer_program_is_not_touched",
            "sync/test_sync_upgrade.py::"
            "test_killed_while_an_older_replica_is_replaced_every_edit_is_still_there",
        ),
    ),
    27: (
        "away for longer than the horizon, or the lease",
        (
            "sync/test_sync_traps.py::horizon",
            "sync/test_sync_files.py::test_the_lease_locks_wipes_and_opens_again",
        ),
    ),
    28: (
        "a large import in one revision",
        ("sync/test_sync_faults.py::test_a_large_import_in_one_revision_comes_whole_through_small_pages",),
    ),
    29: (
        "removed rows taken away while a laptop was away",
        (
            "sync/test_sync_purge.py::"
            "test_a_laptop_from_before_the_horizon_compares_all_keeps_its_work_and_shows_no_ghost",
        ),
    ),
    30: (
        "the history altered",
        (
            "sync/test_sync_restored.py::test_a_history_that_was_written_over_is_told",
            "server/test_server_history.py::test_whatever_a_superuser_alters_is_found",
        ),
    ),
}


def functions(name):
    tree = ast.parse((TESTS / name).read_text(encoding="utf-8"))
    return {each.name for each in tree.body if isinstance(each, ast.FunctionDef)}


def test_there_are_thirty():
    assert list(CASES) == list(range(1, 31))


@pytest.mark.parametrize("number", CASES)
def test_each_has_a_test_that_is_there(number):
    meaning, covered = CASES[number]
    assert meaning
    assert covered
    for place in covered:
        file, _, name = place.partition("::")
        assert name in functions(file), place
