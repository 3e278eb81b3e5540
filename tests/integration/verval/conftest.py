"""Tests of verval look at the same planted places as the walk."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "portal"))
