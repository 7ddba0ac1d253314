"""A finding as a question: what stands, what the file says, what can be answered, and what that does.

The first answer always leaves things as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desktop.commands import issues
from desktop.commands.preview import clocks_after
from desktop.commands.stating import Side, from_file, other_side, person_side, standing_side
from desktop.domain.casebook import Casebook
from desktop.domain.changes import Act
from desktop.domain.clocks import STATES, Clocks
from desktop.domain.days import NO_DAY, short
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.rows import PLAN_WORDS, initials_of
from desktop.domain.names import name_key
from desktop.errors import Refused
from desktop.exchange.reasons import REASONS
from desktop.exchange.text import people

if TYPE_CHECKING:
    from desktop.commands.workspace import Workspace

NOTHING = "Nothing changes, and the same is not asked again."
EXTENDED = "dols_urgent_extension_7d"
_LINES_SHOWN = 3


@dataclass(frozen=True)
class Choice:
    """One answer.

    Attributes:
        title: words of its button.
        effect: what it would do, in one line; empty where that cannot be said in one.
        verb: ``dismiss``, ``confirm``, ``worker``, ``merge``, ``different`` or ``split``.
        done: what is said once it is done.
        worker: the name chosen (``worker`` only).
    """

    title: str
    effect: str
    verb: str
    done: str
    worker: str = ""


@dataclass(frozen=True)
class Question:
    """What a person is asked.

    Attributes:
        ids: of the rows of ``import_issue`` (or, with `of_match`, of ``person_match``) it is about.
        title: what kind of question.
        who: whom it is about; empty for the file as a whole.
        reason: the finding's own sentence.
        sides: what stands, and what the file says (or the two people).
        choices: the answers; the first changes nothing.
        case: row of the case it is about, -1 for none.
    """

    ids: tuple[str, ...]
    title: str
    who: str
    reason: str
    sides: tuple[Side, ...]
    choices: tuple[Choice, ...]
    case: int = -1
    of_match: bool = False


TITLES = {
    "urgent": "An urgent authorisation longer than 7 days",
    "names": "Two people named for one task",
    "rejected": "A row that could not be read",
    "exception": "Odd, but kept",
    "conflict": "Two sources disagree",
    "changed": "A later file says something else",
    "possible_match": "Perhaps one person",
    "gone": "No longer in the file",
}


def kind_of(book: Casebook, issue: int) -> str:
    """What a finding asks, for deciding several alike at once: a key of `TITLES`."""
    table = book.import_issue
    level = table.word("level", issue)
    if level == "exception":
        if table.reason[issue] == REASONS["two_people"]:
            return "names"
        if '"urgent_authorisation"' in table.proposal[issue]:
            return "urgent"
    return level


def who(desk: Desk, case: int, person: int) -> str:
    """Whom a finding is about: ``AB, CP, 100``; empty for the file as a whole."""
    book = desk.book
    if case < 0 and person < 0:
        return ""
    whose = person if person >= 0 else int(book.case.person[case])
    plan = PLAN_WORDS[int(book.case.kind[case])] if case >= 0 else ""
    ref = (book.case.ref[case] if case >= 0 else "") or book.person.ref[whose]
    return ", ".join(words for words in (initials_of(desk, whose), plan, ref) if words)


def question(work: Workspace, desk: Desk, issue: int) -> Question:
    """The question that a finding asks, with both values and what each answer would do."""
    book, table = desk.book, desk.book.import_issue
    kind, case, person = kind_of(book, issue), int(table.case[issue]), int(table.person[issue])
    whose, why = who(desk, case, person), _sentence(table.reason[issue])
    asked = Question((table.ids[issue],), TITLES[kind], whose, why, (), (), case)
    if kind == "possible_match":
        return _about_a_match(desk, issue, asked)
    if kind == "names":
        return _about_names(desk, issue, asked)
    if kind == "urgent":
        return _about_an_urgent(work, desk, issue, asked)
    steps = issues.steps_of(book, issue)
    told = from_file(book, issue)
    if not steps:
        return replace(asked, sides=(told,), choices=(_seen(kind),))
    sides = (standing_side(work, book, issue, steps), other_side(book, issue, steps))
    keep = Choice("Keep what stands", NOTHING, "dismiss", "What stood was kept.")
    take = _confirm(desk, issue, "Take the file's", "What the file says was taken.")
    return replace(asked, sides=sides, choices=(keep, take))


def question_of_many(book: Casebook, rows: Sequence[int]) -> Question:
    """One question about several findings of one kind; without answers when they are of several kinds."""
    table = book.import_issue
    ids = tuple(table.ids[row] for row in rows)
    kinds = {kind_of(book, row) for row in rows}
    title = f"{len(rows):,} findings"
    if len(kinds) > 1:
        return Question(ids, title, "", "Choose findings of one kind to decide them together.", (), ())
    (kind,) = kinds
    leave = {
        "urgent": "No extension for any of them: day 7 stands",
        "names": "Keep all of them, unresolved",
        "possible_match": "All of these are different people",
        "conflict": "Keep what stands for all",
        "changed": "Keep what stands for all",
    }.get(kind, "Seen: leave all as they are")
    take = {
        "urgent": "An extension was granted for all of them",
        "possible_match": "Each pair is the same person",
    }.get(kind, "Take the file's for all")
    counted = f"{len(rows):,} findings"
    choices = [Choice(leave, NOTHING, "dismiss", f"{counted} left as they were.")]
    if all(table.proposal[row] for row in rows):
        choices.append(Choice(take, "One step, which can be undone whole.", "confirm", f"{counted} taken."))
    return Question(ids, title, "", f"All of one kind: {TITLES[kind].lower()}.", (), tuple(choices))


def question_of_match(desk: Desk, match: int) -> Question:
    """The question that a pair of people who have been decided about still allows."""
    table = desk.book.person_match
    kept, other = int(table.person[match]), int(table.other[match])
    merged = table.word("status", match) == "same"
    sides = (person_side(desk, kept, "Kept" if merged else "One"), person_side(desk, other, "The other"))
    if merged:
        count = len(table.moved[match].split())
        choice = Choice("Split again", _moves(count, "back"), "split", "Split into two people again.")
    else:
        choice = _merging(desk, other, "merge")
    title = "Said to be one person" if merged else "Said to be different people"
    return Question(
        (table.ids[match],), title, "", _sentence(table.reason[match]), sides, (choice,), -1, True
    )


def decide(book: Casebook, asked: Question, choice: Choice, *, author: str) -> Act:
    """The act that an answer stands for.

    Raises:
        Refused: when it has been decided already, or cannot be done.
    """
    index = book.person_match.index if asked.of_match else book.import_issue.index
    rows = [index[one] for one in asked.ids]
    if choice.verb == "confirm":
        return issues.confirm(book, rows, author=author)
    if choice.verb == "worker":
        return issues.choose_worker(book, rows[0], choice.worker, author=author)
    if choice.verb == "merge":
        return issues.merge(book, rows[0], author=author)
    if choice.verb == "split":
        return issues.split(book, rows[0], author=author)
    return issues.dismiss(book, rows, author=author)


def _about_a_match(desk: Desk, issue: int, asked: Question) -> Question:
    (step,) = issues.steps_of(desk.book, issue)
    index = desk.book.person.index
    kept, other = index[step["person"]], index[step["other"]]
    sides = (person_side(desk, kept, "On record"), person_side(desk, other, "From the file"))
    apart = Choice("Different people", "Both stay. " + NOTHING, "dismiss", "Kept as two people.")
    return replace(asked, sides=sides, choices=(apart, _merging(desk, other, "confirm")))


def _about_names(desk: Desk, issue: int, asked: Question) -> Question:
    book, table = desk.book, desk.book.import_issue
    told = from_file(book, issue)
    keep = Choice(
        "Keep both, unresolved", "Both names stay; nobody is chosen.", "dismiss", "Both names were kept."
    )
    unsure = issues.undecided(book, issue)
    if not unsure:
        stands = Side("What stands", "Somebody has been chosen since, or the task has ended.", ())
        return replace(asked, sides=(stands, told), choices=(_seen("exception"),))
    stands = Side("What stands", "Nobody is chosen yet", ("Counted as allocated to nobody we know.",))
    names = people(table.value[issue])
    given = [
        Choice(f"Allocate to {name}", _can_be(book, name), "worker", f"Allocated to {name}.", name)
        for name in dict.fromkeys(names)
    ]
    return replace(asked, sides=(stands, told), choices=(keep, *given))


def _about_an_urgent(work: Workspace, desk: Desk, issue: int, asked: Question) -> Question:
    book, flags = desk.book, desk.flags
    told = from_file(book, issue)
    at = next((at for at, case in enumerate(flags.case.tolist()) if case == asked.case), -1)
    day_7 = short(int(flags.ua_end[at])) if at >= 0 else ""
    side = standing_side(work, book, issue, issues.steps_of(book, issue))
    value = f"Counted to day 7: {day_7}" if day_7 else "Counted to day 7"
    stands = Side("What stands", value, side.origin)
    keep = Choice("No extension: day 7 stands", NOTHING, "dismiss", "Day 7 stands.")
    take = _confirm(desk, issue, "An extension was granted", "The extension was recorded.")
    ends = _extended_to(desk, issue)
    if ends != NO_DAY and day_7:
        take = replace(take, effect=f"The urgent authorisation ends {short(ends)} instead of {day_7}.")
    return replace(asked, sides=(stands, told), choices=(keep, take))


def _extended_to(desk: Desk, issue: int) -> int:
    """The day on which the urgent authorisation would end were its extension recorded."""
    case = int(desk.book.import_issue.case[issue])
    try:
        act = issues.confirm(desk.book, [issue], author="")
    except Refused:
        return NO_DAY
    after = clocks_after(desk, act, [case])
    at = after.find(case, EXTENDED)
    return int(after.due[at]) if at >= 0 else NO_DAY


def _seen(kind: str) -> Choice:
    title = {"gone": "Leave it open", "rejected": "Seen: correct it in the spreadsheet"}.get(
        kind, "Seen: leave it as it is"
    )
    effect = "The row stays out until a corrected file brings it in." if kind == "rejected" else NOTHING
    return Choice(title, effect, "dismiss", "Marked as seen.")


def _merging(desk: Desk, other: int, verb: str) -> Choice:
    book = desk.book
    count = int(((book.case.person == other) & book.case.live).sum())
    return Choice("Same person", _moves(count, "to the one kept"), verb, "Joined as one person.")


def _moves(count: int, where: str) -> str:
    plans = "1 plan or request moves" if count == 1 else f"{count:,} plans or requests move"
    return f"{plans} {where}." if count else "No plan or request moves."


def _can_be(book: Casebook, name: str) -> str:
    table, key = book.worker, name_key(name)
    known = sum(other == key and bool(table.live[row]) for row, other in enumerate(table.name_key))
    if known == 1:
        return "Allocates this task; the other name stays in the history."
    return "Allocates this task to a new worker of that name." if not known else "Two workers have this name."


def _confirm(desk: Desk, issue: int, title: str, done: str) -> Choice:
    try:
        act = issues.confirm(desk.book, [issue], author="")
        effect = effect_of(desk, act, int(desk.book.import_issue.case[issue]))
    except Refused as refused:
        effect = refused.message
    return Choice(title, effect, "confirm", done)


def effect_of(desk: Desk, act: Act, case: int) -> str:
    """What an act would do to the clocks of one case, in one line."""
    if case < 0:
        return "Moves no date."
    before, after = _by_rule(desk.clocks, case), _by_rule(clocks_after(desk, act, [case]), case)
    lines = []
    for rule in dict.fromkeys((*before, *after)):
        was, then = before.get(rule, "not counted"), after.get(rule, "not counted")
        if was != then:
            lines.append(f"{desk.timescales.rule(rule).name}: {then} instead of {was}")
    if not lines:
        return "Moves no date that is counted now."
    more = len(lines) - _LINES_SHOWN
    return "; ".join(lines[:_LINES_SHOWN]) + (f"; and {more} more" if more > 0 else "") + "."


def _by_rule(clocks: Clocks, case: int) -> dict[str, str]:
    said = {}
    for at in clocks.of_case(case).tolist():
        state, due, stop = STATES[int(clocks.state[at])], int(clocks.due[at]), int(clocks.stop[at])
        words = "no date" if due == NO_DAY else f"due {short(due)}"
        if state.startswith("met"):
            words += f" and met {short(stop)}" if stop != NO_DAY else " and met"
        said[clocks.rules[int(clocks.rule[at])]] = words
    return said


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + ("" if words.endswith(".") or not words else ".")
