"""The bill of materials in CycloneDX: every package that ships, from the lock file, with its hashes."""

from __future__ import annotations

import datetime as dt
import json
import sys
import uuid

from parts import DIST, FROZEN, MADE, ROOT, epoch, locked, run, version

NAME = "caseclock.cdx.json"


def make() -> None:
    """Write the bill beside the program and into dist/; what only the build needs is left out."""
    MADE.mkdir(parents=True, exist_ok=True)
    DIST.mkdir(exist_ok=True)
    raw = MADE / "all.cdx.json"
    command = [sys.executable, "-m", "cyclonedx_py", "requirements", "--output-reproducible", "--of", "JSON"]
    run([*command, "-o", str(raw), str(ROOT / "requirements" / "package.txt")])
    bill = finished(json.loads(raw.read_text(encoding="utf-8")), locked.shipped())
    text = json.dumps(bill, indent=1, sort_keys=True) + "\n"
    for folder in (MADE, DIST, FROZEN):
        if folder.is_dir():
            (folder / NAME).write_text(text, encoding="utf-8")
    print(f"{len(bill['components'])} packages in {NAME}")


def finished(bill: dict, shipped: dict[str, str]) -> dict:
    """The tool's answer with only what ships, named for Caseclock, the same on every run."""
    kept = [one for one in bill["components"] if locked.key(one["name"]) in shipped]
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
