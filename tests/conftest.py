"""For all tests: nothing is kept in the cache folder of the user who runs them, nor taken from it; no haste.

A busy machine makes properties slow, not wrong: no example has a deadline, and slow generation is no failure.
Examples may share a fixture: those that do write the same files anew.
"""

import os

from hypothesis import HealthCheck, settings

os.environ["REPORTGEN_CACHE"] = "off"  # here and not in a fixture, so that started programs have it too

settings.register_profile(
    "patient", deadline=None, suppress_health_check=(HealthCheck.too_slow, HealthCheck.function_scoped_fixture)
)
settings.load_profile("patient")
