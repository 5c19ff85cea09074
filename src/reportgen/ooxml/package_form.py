"""A package of which few parts change from file to file: all else is put together once.

What comes out is, byte for byte, what `seal` and `write_package` make of the same parts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..model.values import dataclass
from .fingerprint import PART, fingerprint, fingerprint_line, seal_part
from .package import CONTENT_TYPES, OFFSET, PackedPart, directory_entry, end_of_package, local_header


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Kept:
    """A part that stays as it is: all that stands in the package of it."""

    whole: bytes
    entry: tuple[bytes, bytes]
    line: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class PackageForm:
    """The parts of a package in their order, those that change by name; the seal comes behind them."""

    parts: Sequence[_Kept | str]

    def filled(self, made: Mapping[str, PackedPart]) -> bytes:
        """The package with the parts that change."""
        parts = [_kept(made[part]) if isinstance(part, str) else part for part in self.parts]
        parts.append(_kept(seal_part(fingerprint([part.line for part in parts]))))
        directory: list[bytes] = []
        offset = 0
        for part in parts:
            known, name = part.entry
            directory += (known, OFFSET.pack(offset), name)
            offset += len(part.whole)
        listing = b"".join(directory)
        return b"".join([*[part.whole for part in parts], listing, end_of_package(len(parts), len(listing), offset)])


def package_form(parts: Sequence[PackedPart], changing: Sequence[str]) -> PackageForm:
    """The form of a sealed package without other properties; the parts named in `changing` may change."""
    others = sorted((part for part in parts if part.name != PART), key=lambda part: part.name != CONTENT_TYPES)
    return PackageForm([part.name if part.name in changing else _kept(part) for part in others])


def _kept(part: PackedPart) -> _Kept:
    return _Kept(local_header(part) + part.data, directory_entry(part), fingerprint_line(part))
