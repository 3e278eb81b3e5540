"""Lets the tests of this folder, and the property tests of linking, import the made-up people beside them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
