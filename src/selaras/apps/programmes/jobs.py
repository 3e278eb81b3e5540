"""Facts of the active build that are missing are laid out when the only worker starts."""

from __future__ import annotations

from selaras.apps.programmes.services import facts
from selaras.shell import jobs as house

house.when_alone(facts.ensure)
