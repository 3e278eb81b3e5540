"""Writes the text of a voucher of the demo that may still be used, as {"text", "number"}: what its QR code says.

A process of its own, in the environment of the house.
"""

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "selaras.config.settings")
django.setup()

from selaras.apps.accounts import services  # noqa: E402
from selaras.apps.home import filling, filling_delivery  # noqa: E402
from selaras.apps.programmes.models.delivery import Voucher  # noqa: E402
from selaras.apps.programmes.rules import delivery  # noqa: E402
from selaras.apps.programmes.services import vouchers  # noqa: E402


def main() -> None:
    """The first one."""
    with services.acting(filling.actor(filling_delivery.OWNER)):
        unused = Voucher.objects.select_related("line").filter(used_at=None, line__state__in=delivery.PAYABLE)
        first = unused.order_by("pk")[0]
        sys.stdout.write(json.dumps({"text": vouchers.text(first), "number": first.line.number}))


if __name__ == "__main__":
    main()
