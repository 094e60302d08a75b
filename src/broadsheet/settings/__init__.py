"""The table of settings, and the only reader of the environment."""

from broadsheet.settings.model import Settings, Weights
from broadsheet.settings.reading import described, read_home, read_settings, wants_no_color
from broadsheet.settings.table import SETTINGS, Setting

__all__ = ["SETTINGS", "Setting", "Settings", "Weights", "described", "read_home", "read_settings", "wants_no_color"]
