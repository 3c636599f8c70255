import sys

if not sys.flags.safe_path:
    del sys.path[0]  # `python -m` puts the current folder first: no module is imported from there

from .cli import main

main()
