"""Where the command `reportgen` and `python -m reportgen` begin."""

from __future__ import annotations

import atexit
import gc
import sys


def main() -> int:
    """Run the command line of this process; the exit code."""
    # Python searches all memory for cycles before it ends, a tenth of a build, and then gives it back anyway.
    atexit.register(gc.freeze)
    from .cli.program import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
