"""The gallery draws the pictures that it shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ..conftest import ROOT
from ..contributions.editing import copy_package
from .blocks import Runner, blocks

PAGE = ROOT / "docs" / "gallery.md"


@pytest.mark.clients
def test_gallery_draws_the_pictures_that_it_shows(tmp_path: Path) -> None:
    import matplotlib
    from matplotlib.image import imread

    matplotlib.use("Agg")
    runner = Runner(copy_package(tmp_path / "checkout"))
    for block in blocks(PAGE):
        runner.run(block)
    shown = re.findall(r"!\[.{40,}?\]\(gallery/(\w+\.png)\)", PAGE.read_text(encoding="utf-8"))
    assert sorted(shown) == sorted(path.name for path in runner.checkout.glob("*.png")) and len(shown) == 4
    for name in shown:
        drawn, kept = imread(runner.checkout / name), imread(PAGE.parent / "gallery" / name)
        assert drawn.shape[0] > 300 and drawn.std() > 0.05, f"{name} is nearly empty"
        assert abs(drawn.mean() - kept.mean()) < 0.05, f"{name} differs; take the new one into docs/gallery"
