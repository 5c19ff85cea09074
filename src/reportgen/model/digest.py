"""`blake2b`, from the module behind `hashlib`: that one loads OpenSSL first, which takes 2 ms of each process."""

from __future__ import annotations

try:
    from _blake2 import blake2b  # as `random` does it with its own
except ImportError:  # another Python than CPython
    from hashlib import blake2b

__all__ = ["blake2b"]
