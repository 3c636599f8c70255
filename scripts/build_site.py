"""Build the documentation site into a folder and check its links: see website/build.py."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from website.build import main

if __name__ == "__main__":
    sys.exit(main())
