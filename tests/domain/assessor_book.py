"""A small DoLS service in a casebook: requests at homes, assessors with a register."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dols_book import DolsBook, d

from desktop.domain.days import day
from desktop.domain.lists.desk import Desk
from desktop.domain.timescales import Timescales

TODAY = day(dt.date(2026, 11, 20))
SOUND: dict[str, Any] = {  # everything that the law asks of a best interests assessor, in order
    "profession": "social_worker",
    "registration": "SW12345",
    "registration_ends": d("30 Nov 2027"),
    "first_registered_on": d("1 Sep 2015"),
    "qualified_on": d("1 May 2019"),
    "refreshed_on": d("3 Mar 2026"),
    "insurance": "employer",
    "dbs_on": d("4 Apr 2025"),
    "dbs_kind": "enhanced",
}
DOCTOR: dict[str, Any] = {
    "profession": "doctor",
    "registration": "7654321",
    "registration_ends": d("30 Nov 2027"),
    "insurance": "own",
    "insured_until": d("1 May 2027"),
    "dbs_on": d("4 Apr 2025"),
    "dbs_kind": "enhanced",
    "s12_ends": d("1 Feb 2028"),
    "dols_trained_on": d("1 May 2019"),
}


class Service(DolsBook):
    """Rows are named by the ids that the methods return; `row` gives the casebook's number."""

    def __init__(self) -> None:
        super().__init__()
        self.settings: dict[str, str] = {}
        self._desk: tuple[int, Desk] | None = None

    def row(self, table: str, row_id: str) -> int:
        return self.book.tables[table].row(row_id)

    def home(self, name: str, **values: Any) -> str:
        return self._put("managing_authority", id=name, name=name, name_key=name.casefold(), **values)

    def worker(self, name: str, role: str = "bia", engagement: str = "independent", **values: Any) -> str:
        flags = {"is_bia": int(role == "bia"), "is_mha": int(role == "mha")} if role else {}
        known = {"name": name, "name_key": name.casefold(), "engagement": engagement}
        return self._put("worker", id=name, **{**known, **flags, **values})

    def assessor(self, name: str, role: str = "bia", **facts: Any) -> str:
        """A worker with a register entry that is in order but for the facts given (None takes one away)."""
        known = {"engagement": facts.pop("engagement", "independent"), "team": facts.pop("team", None)}
        worker = self.worker(name, role, **{key: value for key, value in known.items() if value})
        sound = SOUND if role == "bia" else DOCTOR
        entry = {key: value for key, value in {**sound, **facts}.items() if value is not None}
        self._put("assessor", worker=worker, **entry)
        return worker

    def put(self, table: str, **values: Any) -> str:
        return self._put(table, **values)

    def given(self, case: str, worker: str, on: str, role: str = "bia", **values: Any) -> str:
        return self._put("allocation", case=case, worker=worker, role=role, on=d(on), **values)

    def offered(self, case: str, worker: str, on: str, role: str = "bia", **values: Any) -> str:
        return self._put("offer", case=case, worker=worker, role=role, on=d(on), **values)

    @property
    def desk(self) -> Desk:
        if self._desk is None or self._desk[0] != self._made:
            shipped = Timescales.shipped()
            scales = Timescales(shipped.by_id, {**shipped.settings, **self.settings})
            self._desk = (self._made, Desk.open(self.book, scales, TODAY))
        return self._desk[1]
