"""Words in coded columns, as managers write them, and the code each stands for."""

from __future__ import annotations

from desktop.exchange.text import key


def _table(**codes: str) -> dict[str, str]:
    return {key(way): code for code, ways in codes.items() for way in ways.split("|")}


WORDS: dict[str, dict[str, str]] = {
    "plan": _table(
        cp="CP|CPP|Child Protection|Child protection plan|CP plan|CPP plan|b) Child Protection plan",
        cla="CLA|LAC|Looked after|Looked after child|Child looked after|Children looked after|In care|CIC|"
        "Child in care|a) Looked after child",
        cin="CIN|Child in need|CIN plan|Child in need plan|S17|Section 17|c) Child in need plan",
        care_leaver="CL|Care leaver|Care leavers|Leaving care|Former relevant|Relevant",
    ),
    "agreed": _table(
        **{
            "6w": "6w|6 w|6 weeks|6 week|6 weekly|6 wks|6wks|6wk|6/52|six weeks|six weekly",
            "3m": "3m|3 m|3 months|3 month|3 monthly|3mths|3 mths|3/12|three months|three monthly",
            "6m": "6m|6 m|6 months|6 month|6 monthly|6mths|6 mths|6/12|six months|six monthly",
        }
    ),
    "form": _table(
        form1="1|F1|Form 1|Form1|Standard|Urgent|Form 1 urgent",
        form2="2|F2|Form 2|Form2|Further|Renewal",
        third_party="Third party|3rd party|TP",
        court="Court|COP|CoP|Court of Protection|DOL",
    ),
    "priority": _table(
        high="H|High|Hi|1 high|Priority 1", medium="M|Med|Medium|2 medium", low="L|Low|Lower|3 low"
    ),
    "outcome": _table(
        granted="Granted|Authorised|Auth|Yes granted|Standard granted",
        not_granted="Not granted|Not authorised|Refused|Declined|Not met|Not a deprivation|"
        "Not a deprivation of liberty",
        withdrawn="Withdrawn|W/D|Withdrew|Cancelled",
        died="RIP|R.I.P.|Died|Deceased|Death|Passed away",
        ceased="Ceased|Ended|Discharged|Moved|Closed",
    ),
    "seen": _table(**{"1": "Seen|Seen alone|Child seen", "0": "Not seen|DNA|No access|Did not attend"}),
}
_PREFIXES = {"outcome": {"not granted": "not_granted", "not authorised": "not_granted"}}


def code_of(field: str, text: str) -> str | None:
    """The code that a cell's words stand for; None when they are not known."""
    spelling = key(text)
    found = WORDS.get(field, {}).get(spelling)
    if found is None:
        for start, code in _PREFIXES.get(field, {}).items():
            if spelling.startswith(start):
                return code
    return found
