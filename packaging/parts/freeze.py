"""Freezing: the folder that runs without Python, and its peer without pruning for the size bench."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from parts import BUILD, FROZEN, MADE, ROOT, UNPRUNED, Failed, epoch, run, version

_VERSION_RESOURCE = """VSVersionInfo(
  ffi=FixedFileInfo(filevers=({numbers}), prodvers=({numbers}), mask=0x3F, flags=0, OS=0x40004, fileType=1),
  kids=[
    StringFileInfo([StringTable("080904B0", [
      StringStruct("CompanyName", "Caseclock"),
      StringStruct("FileDescription", "Caseclock"),
      StringStruct("FileVersion", "{version}"),
      StringStruct("InternalName", "{name}"),
      StringStruct("LegalCopyright", "MIT licence"),
      StringStruct("OriginalFilename", "{name}.exe"),
      StringStruct("ProductName", "Caseclock"),
      StringStruct("ProductVersion", "{version}"),
    ])]),
    VarFileInfo([VarStruct("Translation", [0x809, 1200])]),
  ],
)
"""


def freeze() -> None:
    """Make build/frozen/caseclock."""
    _freeze(FROZEN, {})
    size = sum(one.stat().st_size for one in FROZEN.rglob("*") if one.is_file() and not one.is_symlink())
    print(f"{FROZEN.relative_to(ROOT)}: {size / 1e6:.0f} MB")


def freeze_unpruned() -> None:
    """Make build/unpruned/caseclock: the same app with whatever PySide6 is installed, nothing left out."""
    _freeze(UNPRUNED, {"CASECLOCK_UNPRUNED": "1"})


def _freeze(target: Path, env: dict[str, str]) -> None:
    _write_versions()
    surroundings = {
        **env,
        "CASECLOCK_BUILD": str(MADE),
        "SOURCE_DATE_EPOCH": str(epoch()),
        "PYTHONHASHSEED": "0",
    }
    shutil.rmtree(target, ignore_errors=True)
    work = BUILD / "work" / target.parent.name
    work.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean"]
    command += ["--distpath", str(target.parent), "--workpath", str(work)]
    run([*command, str(ROOT / "packaging" / "caseclock.spec")], env=surroundings, log=work / "log.txt")
    if not (target / _program()).is_file():
        raise Failed("the freezer ended well but left no program")


def _program() -> str:
    return "caseclock.exe" if os.name == "nt" else "caseclock"


def _write_versions() -> None:
    """The version resource of each Windows program."""
    MADE.mkdir(parents=True, exist_ok=True)
    numbers = ", ".join([*version().split("."), "0", "0", "0"][:4])
    for name in ("caseclock", "caseclockw"):
        text = _VERSION_RESOURCE.format(numbers=numbers, version=version(), name=name)
        (MADE / f"{name}.version.txt").write_text(text, encoding="utf-8")
