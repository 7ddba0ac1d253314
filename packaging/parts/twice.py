"""Building twice and comparing byte for byte; what differs is named."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from parts import FROZEN, Failed, deb, freeze, licences, manifest, msi, sbom


def check() -> None:
    """Freeze and pack two times over: every file of the folder, the archive, the .deb and the MSI.

    Raises:
        Failed: when anything differs, with what.
    """
    first, second = _built(), _built()
    different = sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))
    if different:
        raise Failed(
            f"{len(different)} of {len(first)} differ from build to build: {', '.join(different[:12])}"
        )
    print(f"{len(first):,} files, the packages among them, are the same from two builds")


def _built() -> dict[str, str]:
    """File -> SHA-256 of one whole build."""
    for step in (freeze.freeze, sbom.make, licences.make, manifest.write, deb.archive, deb.make, msi.make):
        step()
    listed = json.loads((FROZEN / manifest.NAME).read_text(encoding="utf-8"))["files"]
    made = {one.name: hashlib.sha256(one.read_bytes()).hexdigest() for one in _packages()}
    return {**listed, **made}


def _packages() -> tuple[Path, ...]:
    return deb.archive_path(), deb.path(), msi.path()
