"""Packages made by hand with the standard library, to be read by ours."""

import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest

Zip = Callable[..., bytes]


@pytest.fixture
def zipped() -> Zip:
    """A zip of the given parts by name, made by zipfile."""

    def make(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
        stream = BytesIO()
        with zipfile.ZipFile(stream, "w", method) as package:
            for name, data in parts.items():
                package.writestr(name, data)
        return stream.getvalue()

    return make
