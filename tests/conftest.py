"""What holds for every test: no clock on the wall decides, however busy the machine is."""

from hypothesis import settings

settings.register_profile("herald", deadline=None)
settings.load_profile("herald")
