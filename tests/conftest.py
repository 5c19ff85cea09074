"""For all tests: nothing is kept in the cache folder of the user who runs them, nor taken from it."""

import os

os.environ["REPORTGEN_CACHE"] = "off"  # here and not in a fixture, so that started programs have it too
