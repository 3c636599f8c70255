"""Write requirements/tests.txt: the exact versions and hashes that the README's test command installs.

One file serves Python 3.11 and later on Linux, macOS and Windows. It changes only where pyproject.toml requires it, or
with --upgrade, which takes the newest release of everything. It needs uv: pip install uv.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCK = "requirements/tests.txt"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--upgrade", action="store_true", help="take the newest release of everything")
    arguments = parser.parse_args()
    choice = ("pip", "compile", "--universal", "--python-version", "3.11", "--generate-hashes", "--extra", "test")
    upgrade = ["--upgrade"] if arguments.upgrade else []
    environment = {**os.environ, "UV_CUSTOM_COMPILE_COMMAND": "python scripts/lock.py"}
    command = [sys.executable, "-m", "uv", "--quiet", *choice, *upgrade, "pyproject.toml", "--output-file", LOCK]
    return subprocess.run(command, cwd=ROOT, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
