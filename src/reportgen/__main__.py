"""Where the command `reportgen` and `python -m reportgen` begin."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line of this process; the exit code."""
    from .cli.program import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
