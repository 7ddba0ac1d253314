"""The health report: complete, quiet about people, and non-zero at the first thing wrong."""

from __future__ import annotations

import getpass
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop import paths
from desktop.cli import health_parts, run

ROOT = Path(__file__).parents[2]
CHECKS = [
    "caseclock",
    "python",
    "parts",
    "qt",
    "sqlite",
    "drivers",
    "keychain",
    "paths",
    "policy",
    "resources",
    "timescales",
    "calendar",
    "migrations",
    "new database",
    "tracker read",
    "clock cache",
    "painted page",
]


BROKEN = (
    "import sys, pathlib; from desktop import paths; "
    "paths.root = lambda name: pathlib.Path(sys.argv[1], name)"
)


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """Resources and migrations of an installation that a test may break."""
    for name in ("resources", "sql"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


def self_test(capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, list[dict[str, str]]]:
    """Exit code and lines of a self-test."""
    code = run(["self-test", "--json", *more])
    return code, json.loads(capsys.readouterr().out)


def test_every_part_is_tried_and_said_without_a_name(
    capsys: pytest.CaptureFixture[str], little_file: Path
) -> None:
    code, lines = self_test(capsys, "--database", str(little_file))
    assert code == 0, lines
    assert [one["check"] for one in lines] == [*CHECKS, "database"]
    told = " ".join(one["result"] for one in lines)
    for private in (getpass.getuser(), str(paths.data_dir()), str(little_file), "Self Test"):
        assert private not in told
    page = lines[CHECKS.index("painted page")]["result"]
    assert page.startswith("Visits, 3 rows")


def _remove(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


@pytest.mark.parametrize(
    ("broken", "at"),
    [
        (_remove("resources/timescales/dols.toml"), "timescales"),
        (_remove("sql/alembic/versions/0001_first_tables.py"), "migrations"),
        (lambda folder: (folder / "resources/icons/visits.svg").write_text("<svg"), "resources"),
    ],
)
def test_it_stops_at_the_first_thing_wrong(installed: Path, broken: Callable[[Path], None], at: str) -> None:
    broken(installed)
    script = f"{BROKEN}; from desktop.cli import run; sys.exit(run(['self-test', '--json']))"
    done = subprocess.run([sys.executable, "-c", script, str(installed)], capture_output=True, text=True)
    lines = json.loads(done.stdout)
    assert done.returncode == 1
    assert (lines[-1]["check"], lines[-1]["ok"]) == (at, "NO")
    assert all(one["ok"] == "yes" for one in lines[:-1])
    assert f"FAILED at “{at}”" in done.stderr


def test_an_installation_knows_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from desktop import __version__
    from desktop.errors import KnownError

    (tmp_path / "_internal").mkdir()
    (tmp_path / "_internal" / "a.so").write_bytes(b"one")
    listed = {"_internal/a.so": "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed"}
    (tmp_path / "_internal" / "parts.json").write_text(json.dumps({"version": __version__, "files": listed}))
    monkeypatch.setattr(health_parts, "frozen_folder", lambda: tmp_path)
    assert health_parts.parts() == "1 files as they left the build"
    (tmp_path / "_internal" / "a.so").write_bytes(b"two")
    with pytest.raises(KnownError, match=r"a\.so is not the one that was installed"):
        health_parts.parts()
    (tmp_path / "_internal" / "a.so").unlink()
    with pytest.raises(KnownError, match=r"a\.so is missing"):
        health_parts.parts()
