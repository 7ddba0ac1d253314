"""What is in the frozen folder: written after signing, held against the sources, asked by the self-test."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from parts import FROZEN, ROOT, Failed, contents, version

NAME = "_internal/parts.json"


def write(folder: Path = FROZEN) -> None:
    """Write the list of every file with its SHA-256; run it again after signing.

    Raises:
        Failed: when something that the sources hold is not in the folder.
    """
    missing = left_out(folder)
    if missing:
        raise Failed(f"{len(missing)} things are not in the frozen folder, the first is {missing[0]}")
    files = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name != NAME:
            files[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    content = {"version": version(), "files": files}
    (folder / NAME).write_text(json.dumps(content, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    print(f"{len(files):,} files listed in {NAME}")


def left_out(folder: Path) -> list[str]:
    """What the sources hold and the folder does not: resources, migrations, modules loaded by name."""
    inside = folder / "_internal"
    missing = []
    for source, place in contents.data_files(ROOT):
        target = inside / place / Path(source).name
        if not target.is_file() or target.read_bytes() != Path(source).read_bytes():
            missing.append(target.relative_to(folder).as_posix())
    return missing + [name for name in contents.loose_modules() if not _has_module(inside, name)]


def _has_module(inside: Path, name: str) -> bool:
    base = inside.joinpath(*name.split("."))
    found = [base.with_suffix(".pyc"), base / "__init__.pyc", *base.parent.glob(f"{base.name}.*.so")]
    return any(one.is_file() for one in (*found, *base.parent.glob(f"{base.name}*.pyd"))) or base.is_dir()
