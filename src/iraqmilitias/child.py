"""Starts child processes of this library in which nothing of the current folder or of the environment runs.

`python -c` and `python -m` put the current folder first on `sys.path`, so that a file `random.py` there would be run;
PYTHONPATH, PYTHONSTARTUP, PYTHONHOME, a sitecustomize module and the user's site-packages can do the like. A child
is therefore started with -I (no current folder, no PYTHON* variables) and -S (no sitecustomize, no .pth files), and
is told which folders to import from: the standard library comes first, then those of this process.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from .errors import Error

# Arguments: the folder of this package, how many folders follow, these, the function, its arguments.
_START = """
import sys
from importlib import import_module
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
home, count, *rest = sys.argv[1:]
sys.path += [folder for folder in rest[:int(count)] if folder not in sys.path]
spec = PathFinder.find_spec("iraqmilitias", [home])
sys.modules["iraqmilitias"] = package = module_from_spec(spec)
spec.loader.exec_module(package)
module, _, function = rest[int(count)].partition(":")
sys.argv[1:] = rest[int(count) + 1:]
getattr(import_module(module), function)()
"""


def start(function: str, *arguments: str, **options: Any) -> subprocess.Popen[bytes]:
    """Start a function of this library in a new, isolated process and return the process.

    `function` is written "iraqmilitias.database.sandbox:child"; it finds `arguments` in `sys.argv[1:]`. `options` are
    those of subprocess.Popen (stdin, stdout, stderr, cwd, env). Error where no process can be started.
    """
    if not sys.executable:
        raise Error("no child process can be started: this Python does not know its own program (sys.executable)")
    flags = ["-I", "-S", "-X", "utf8", "-W", "ignore"]
    if sys.dont_write_bytecode:
        flags.append("-B")
    if sys.pycache_prefix:
        flags += ["-X", f"pycache_prefix={sys.pycache_prefix}"]
    folders = import_folders()
    home = str(Path(__file__).parents[1])
    command = [sys.executable, *flags, "-c", _START, home, str(len(folders)), *folders, function, *arguments]
    try:
        return subprocess.Popen(command, **options)
    except OSError as error:
        raise Error(f"no child process can be started ({error.strerror or error})") from None


def import_folders() -> list[str]:
    """Return the folders of `sys.path` that a child may import from: not the current one nor the main script's.

    Such a folder stays where it is the one that DuckDB is installed in.
    """
    excluded = set()
    script = getattr(sys.modules.get("__main__"), "__file__", None)
    if script:
        excluded.add(os.path.realpath(Path(script).parent))
    with suppress(OSError):  # the current folder was removed
        excluded.add(os.path.realpath(Path.cwd()))
    return [
        folder
        for folder in dict.fromkeys(sys.path)
        if Path(folder).is_absolute()
        and (os.path.realpath(folder) not in excluded or (Path(folder) / "duckdb" / "__init__.py").is_file())
    ]


def ending(status: int, stderr: bytes) -> str:
    """Return how a process ended, in words: its signal or its exit status, and the last line that it wrote."""
    if status < 0:
        try:
            how = f"signal {-status} ({signal.Signals(-status).name})"
        except ValueError:
            how = f"signal {-status}"
    else:
        how = f"exit status {status}"
    last = stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
    return how + "".join(f": {line.strip()[:200]}" for line in last)
