#!/usr/bin/env python3
"""Django's commands on a database given by DATABASE_URL. With the packaged database: `selaras manage ...`."""

import sys

from selaras.config import commands

if __name__ == "__main__":
    commands.main(sys.argv)
