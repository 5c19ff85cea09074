"""What a package is where it is no workbook that is read here; whoever opens workbooks asks first."""

from __future__ import annotations

from ..model.diagnostic import Fault
from .reader import PackageReader

_FOLDERS = (("word/", ".docx"), ("ppt/", ".pptx"))


def must_be_a_workbook(package: PackageReader) -> None:
    """Raise `opendocument-workbook`, `binary-workbook` or `no-workbook` for what is something else for certain."""
    names = set(package.names)
    if "mimetype" in names and "content.xml" in names:
        raise Fault("opendocument-workbook", file=package.file)
    if any(name.lower().endswith("workbook.bin") for name in names):
        raise Fault("binary-workbook", file=package.file)
    if any(name.startswith("xl/") for name in names):
        return
    for folder, kind in _FOLDERS:
        if any(name.startswith(folder) for name in names):
            raise Fault("no-workbook", file=package.file, found=kind)
