"""The door of the server: `granian --interface wsgi selaras.config.wsgi:application`."""

from __future__ import annotations

import os

from django.core import wsgi

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "selaras.config.settings")
application = wsgi.get_wsgi_application()
