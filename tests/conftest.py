"""What every test stands in."""

import hypothesis

# No deadline: a slow machine is no fault of the code. Speed is measured in benchmarks/, not in tests.
hypothesis.settings.register_profile("selaras", deadline=None)
hypothesis.settings.load_profile("selaras")
