"""Where relationships lead: the part that a target names, and the name under which a package keeps it.

Source: ISO/IEC 29500-2, 6.2.2 (part names, upper and lower case alike) and 6.5.3 (targets of relationships).
"""

from __future__ import annotations

from .reader import PackageReader


def target_part(folder: str, target: str) -> str:
    """The part that a target names, relative to its source's folder (empty for the package's own relationships).

    Some programs for Windows write backslashes; what stands behind `#` is a place inside the part.
    """
    target = target.replace("\\", "/").partition("#")[0]
    steps = [] if target.startswith("/") or not folder else folder.split("/")
    for step in target.split("/"):
        if step == ".." and steps:
            steps.pop()
        elif step not in ("", ".", ".."):
            steps.append(step)
    return "/".join(steps)


def packed_name(package: PackageReader, name: str) -> str | None:
    """The name under which the package has the part; None where it has none."""
    if name in package:
        return name
    return next((known for known in package.names if known.lower() == name.lower()), None)
