"""The bill of materials in CycloneDX: every package that ships, from the lock file, with its hashes."""

from __future__ import annotations

import datetime as dt
import json
import sys
import uuid
from typing import Any

from parts import DIST, FROZEN, MADE, ROOT, Failed, epoch, locked, run, version

NAME = "caseclock.cdx.json"


def make() -> None:
    """Write the bill beside the program and into dist/; what only the build needs is left out."""
    MADE.mkdir(parents=True, exist_ok=True)
    DIST.mkdir(exist_ok=True)
    raw = MADE / "all.cdx.json"
    command = [sys.executable, "-m", "cyclonedx_py", "requirements", "--output-reproducible", "--of", "JSON"]
    run([*command, "-o", str(raw), str(ROOT / "requirements" / "package.txt")])
    bill = finished(json.loads(raw.read_text(encoding="utf-8")), locked.shipped())
    bill["components"] += beneath()
    bill["dependencies"][0]["dependsOn"] = sorted(one["bom-ref"] for one in bill["components"])
    _validate(bill)
    text = json.dumps(bill, indent=1, sort_keys=True) + "\n"
    for folder in (MADE, DIST, FROZEN):
        if folder.is_dir():
            (folder / NAME).write_text(text, encoding="utf-8")
    print(f"{len(bill['components'])} parts in {NAME}, valid CycloneDX {bill['specVersion']}")


def beneath() -> list[dict[str, Any]]:
    """What lies inside the packages or under them, with the versions that are linked here."""
    from PySide6.QtCore import qVersion
    from sqlcipher3 import dbapi2

    connection = dbapi2.connect(":memory:")
    cipher = str(connection.execute("PRAGMA cipher_version").fetchone()[0]).split()[0]
    connection.close()
    found = {
        "python": locked.python_version(),
        "qt": qVersion(),
        "sqlite": dbapi2.sqlite_version,
        "sqlcipher": cipher,
    }
    return [
        {
            "bom-ref": f"beneath-{name}",
            "type": "library",
            "name": name,
            "version": number,
            "purl": f"pkg:generic/{name}@{number}",
        }
        for name, number in found.items()
    ]


def _validate(bill: dict[str, Any]) -> None:
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    known = {one.to_version(): one for one in SchemaVersion}
    problem = JsonStrictValidator(known[bill["specVersion"]]).validate_str(json.dumps(bill))
    if problem:
        raise Failed(f"the bill of materials is not valid CycloneDX: {str(problem)[:300]}")


def finished(bill: dict[str, Any], shipped: dict[str, str]) -> dict[str, Any]:
    """The tool's answer with only what ships, named for Caseclock, the same on every run."""
    pairs = [(one, shipped.get(locked.key(one["name"]))) for one in bill["components"]]
    kept = [one for one, pin in pairs if pin and one.get("version", pin) == pin]
    for one in kept:
        one["version"] = shipped[locked.key(one["name"])]
        one["purl"] = f"pkg:pypi/{locked.key(one['name'])}@{one['version']}"
    root = f"pkg:generic/caseclock@{version()}"
    bill["components"] = kept
    bill["dependencies"] = [{"ref": root, "dependsOn": sorted(one["bom-ref"] for one in kept)}]
    bill["metadata"] = {
        **{name: value for name, value in bill.get("metadata", {}).items() if name == "tools"},
        "component": {"type": "application", "name": "caseclock", "version": version(), "bom-ref": root},
        "timestamp": dt.datetime.fromtimestamp(epoch(), dt.UTC).isoformat(),
    }
    bill["serialNumber"] = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(kept, sort_keys=True))}"
    return bill
