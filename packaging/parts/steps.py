"""Every step by name, and the order in which ``all`` runs them."""

from __future__ import annotations

from collections.abc import Callable

from parts import check_frozen, check_installers, deb, freeze, icon, licences, manifest, msi, sbom, twice

STEPS: dict[str, Callable[[], object]] = {
    "icon": icon.make,
    "freeze": freeze.freeze,
    "unpruned": freeze.freeze_unpruned,
    "sbom": sbom.make,
    "licences": licences.make,
    "manifest": manifest.write,
    "msi": msi.make,
    "msi-earlier": msi.make_earlier,
    "deb": deb.make,
    "archive": deb.archive,
    "check-frozen": check_frozen.check,
    "check-left-out": check_frozen.check_left_out,
    "check-msi": check_installers.check_msi,
    "check-deb": check_installers.check_deb,
    "twice": twice.check,
}
ALL = (
    "icon",
    "freeze",
    "sbom",
    "licences",
    "manifest",
    "check-frozen",
    "check-left-out",
    "archive",
    "msi",
    "check-msi",
    "deb",
    "check-deb",
)
