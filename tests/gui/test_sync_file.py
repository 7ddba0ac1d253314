"""Unsent work as a file that another laptop of the same person reads."""

from __future__ import annotations

from test_sync_ledger import cases_of, ledger, note


def test_another_laptop_reads_the_file_and_nothing_is_there_twice(
    laptops, shared, chain, tmp_path, monkeypatch
):
    pat = laptops().opened()
    case = cases_of(pat)[0]
    pat.pull_out()
    note(pat, case, "Rang the home.")
    page = ledger(pat)
    page.save(tmp_path / "mine.unsent", "four words and a half")
    pat.settle()
    assert b"Rang" not in (tmp_path / "mine.unsent").read_bytes()
    monkeypatch.setenv("CASECLOCK_HOME", str(tmp_path / "other home"))
    kept, chain.kept = chain.kept, {}  # another computer has another keychain
    other = type(pat)(pat.qtbot, shared, pat.login).opened()
    there = ledger(other)
    there.take_in(tmp_path / "mine.unsent")
    other.settle()
    there.secret.field.setText("wrong words altogether")
    there.secret.go.click()
    other.settle()
    assert there.secret.wrong.isVisibleTo(there.secret)
    there.secret.field.setText("four words and a half")
    there.secret.go.click()
    other.until(lambda: other.state.unsent == 0 and other.state.phase == "idle")
    other.settle()
    chain.kept = {**kept, **chain.kept}
    pat.plug_in()
    other.synced()
    texts = [row for (row,) in shared.admin().execute("SELECT text FROM note").fetchall()]
    assert texts == ["Rang the home."]
    other.close()
