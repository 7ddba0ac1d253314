"""What the installers are made from, without making one: ids, lists, what ships, what is known."""

from __future__ import annotations

import datetime as dt
import os
import re
import sys
import tomllib
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "packaging"))

import vulnerabilities  # noqa: E402
from parts import contents, locked, manifest, msi, sbom  # noqa: E402

from desktop.store.keys import backends_here  # noqa: E402

WIX = "{http://schemas.microsoft.com/wix/2006/wi}"


@pytest.fixture
def payload(tmp_path: Path) -> Path:
    """A small folder to install, with a name that XML must quote."""
    for name in ("caseclock.exe", "_internal/a/one.dll", "_internal/b & c/two.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    return tmp_path


def components(folder: Path) -> dict[str, str]:
    """Component id -> GUID of a folder's WiX fragment."""
    tree = ElementTree.fromstring(msi.files_source(folder, folder))
    return {one.attrib["Id"]: one.attrib["Guid"] for one in tree.iter(f"{WIX}Component")}


def test_every_file_is_one_component_that_the_feature_names(payload: Path) -> None:
    tree = ElementTree.fromstring(msi.files_source(payload, payload))
    sources = {Path(one.attrib["Source"]).as_posix() for one in tree.iter(f"{WIX}File")}
    assert sources == set(msi.names_in(payload))
    named = [one.attrib["Id"] for one in tree.iter(f"{WIX}ComponentRef")]
    assert sorted(named) == sorted(components(payload))
    assert len(set(components(payload).values())) == 3


def test_a_file_keeps_its_id_from_version_to_version(payload: Path) -> None:
    before = components(payload)
    (payload / "_internal" / "new.txt").write_text("new")
    (payload / "caseclock.exe").write_text("another build")
    after = components(payload)
    assert before.items() < after.items()
    assert msi.digest(payload) != ""


def test_the_main_source_says_what_an_administrator_relies_on() -> None:
    text = msi.SOURCE.read_text(encoding="utf-8")
    ElementTree.fromstring(text)
    opened = ElementTree.fromstring(text.replace("<!--WiX", "").replace("WiX-->", ""))
    assert [one.attrib["Value"] for one in opened.iter(f"{WIX}ShortcutProperty")] == [msi.APP_ID]
    (package,) = opened.iter(f"{WIX}Package")
    assert package.attrib["InstallScope"] == "perMachine"
    (upgrade,) = opened.iter(f"{WIX}MajorUpgrade")
    assert upgrade.attrib["Schedule"] == "afterInstallValidate"
    keys = {one.attrib["Key"] for one in opened.iter(f"{WIX}RegistryKey")}
    assert keys == {msi.POLICY}
    assert not list(opened.iter(f"{WIX}RemoveFolderEx"))


def test_the_program_takes_the_same_identity_as_its_shortcut() -> None:
    from desktop.views.window import APP_ID

    assert APP_ID == msi.APP_ID


def test_everything_that_is_loaded_by_name_is_put_in() -> None:
    from desktop.cli import health_parts

    hidden = set(contents.hidden_imports())
    assert set(backends_here()) <= hidden
    for names in (health_parts.DRIVERS, health_parts.DIALECTS, health_parts.MIGRATING):
        assert set(names) <= hidden
    places = {f"{place}/{Path(source).name}" for source, place in contents.data_files(ROOT)}
    for path in (*(ROOT / "resources").rglob("*.*"), *(ROOT / "sql" / "alembic").rglob("*.py")):
        if path.is_file() and "__pycache__" not in path.parts:
            assert path.relative_to(ROOT).as_posix() in places
    assert not {"desktop", "PySide6.QtWidgets", "numpy"} & set(contents.excluded(ROOT))


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6\\plugins\\platforms\\qwindows.dll", True),
        ("PySide6/Qt/plugins/platforms/libqeglfs.so", False),
        ("PySide6/Qt/plugins/tls/libqopensslbackend.so", False),
        ("PySide6/Qt/plugins/imageformats/libqsvg.so", True),
        ("PySide6/Qt/plugins/imageformats/libqwebp.so", False),
        ("PySide6/Qt/translations/qtbase_de.qm", False),
        ("PySide6/Qt/lib/libQt6Qml.so.6", False),
        ("PySide6/Qt/lib/libQt6Widgets.so.6", True),
        ("resources/timescales/dols.toml", True),
    ],
)
def test_unused_parts_of_qt_are_left_out(name: str, wanted: bool) -> None:
    assert contents.wanted(name) is wanted


def test_what_was_left_out_is_found_by_comparison_with_the_sources(tmp_path: Path) -> None:
    missing = manifest.left_out(tmp_path)
    assert "_internal/resources/timescales/dols.toml" in missing
    assert "_internal/sql/alembic/versions/0001_first_tables.py" in missing
    assert set(backends_here()) <= set(missing)


def test_the_bill_of_materials_holds_what_ships_and_is_the_same_twice() -> None:
    raw = {
        "components": [
            {"name": "numpy", "bom-ref": "1", "purl": "pkg:pypi/numpy@0"},
            {"name": "pip-audit", "bom-ref": "2"},
        ],
        "metadata": {"tools": [], "timestamp": "now"},
    }
    shipped = {"numpy": "2.4.6"}
    first, second = (sbom.finished({**raw, "components": [dict(one) for one in raw["components"]]}, shipped)
                     for _ in range(2))  # fmt: skip
    assert first == second
    assert [one["purl"] for one in first["components"]] == ["pkg:pypi/numpy@2.4.6"]
    assert first["metadata"]["component"]["name"] == "caseclock"


def test_the_lock_file_of_the_package_agrees_with_the_one_that_is_tested() -> None:
    tested, packed = locked.pins(ROOT / "requirements/dev.txt"), locked.pins(locked.PACKAGE)
    app = locked.pins(locked.APP)
    assert app.items() <= packed.items()
    assert {name: packed[name] for name in packed.keys() & tested.keys()} == {
        name: tested[name] for name in packed.keys() & tested.keys()
    }
    text = locked.PACKAGE.read_text(encoding="utf-8")
    assert text.count("==") <= text.count("--hash=sha256:")


def test_a_locked_version_that_is_vulnerable_is_named() -> None:
    known = tomllib.loads(vulnerabilities.KEPT.read_text(encoding="utf-8"))
    bad = [("sqlcipher3", "0.6.2"), ("cryptography", "43.0.0"), ("cryptography", "41.0.0")]
    found = vulnerabilities.affected(bad, known["advisory"])
    assert [line.split(":")[0] for line in found if "12797" in line or "WAL" in line] == [
        "sqlcipher3 0.6.2",
        "cryptography 43.0.0",
    ]
    now = [pin for name in vulnerabilities.LOCKS for pin in locked.every_pin(ROOT / "requirements" / name)]
    assert vulnerabilities.affected(now, known["advisory"]) == []
    words = vulnerabilities.offline_words(now, known, known["as_of"] + dt.timedelta(days=100))
    assert re.search(r"it holds none, and what came out later it cannot know\. It is 100 days old", words)


def test_an_archive_is_the_same_whenever_and_by_whomever_it_is_packed(payload: Path, tmp_path: Path) -> None:
    from parts import deb

    first, second = tmp_path.parent / "first.tar.xz", tmp_path.parent / "second.tar.xz"
    deb.pack(payload, first)
    for one in payload.rglob("*"):
        os.utime(one, (1, 1))
    deb.pack(payload, second)
    assert first.read_bytes() == second.read_bytes()
