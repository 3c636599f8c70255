"""What runs for contributors elsewhere: the composite action, workflows, hooks and forms."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from iraqmilitias.cli import COMMANDS

from .conftest import ROOT
from .contributions.editing import Checkout, copy_package

ACTION = ROOT / ".github" / "actions" / "check" / "action.yml"
FORMS = [p for p in sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml")) if p.stem != "config"]


def load(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """What a runner has: a repository with the package in a subfolder, and the command on its path."""
    root = tmp_path / "workspace"
    copy_package(root / "set")
    someone = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
    for command in (["init", "-q"], ["add", "-A"], [*someone, "commit", "-q", "-m", "base"]):
        subprocess.run(["git", *command], cwd=root, check=True)
    command = tmp_path / "bin" / "iraqmilitias"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m iraqmilitias "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    return root


def step(workspace: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run the action's own shell for the check, as a runner would."""
    (check,) = (s for s in load(ACTION)["runs"]["steps"] if s.get("name") == "Check")
    given = {**{k: v.get("default", "") for k, v in load(ACTION)["inputs"].items()}, **inputs}
    environment = {
        name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda m: given[m[1]], value)
        for name, value in check["env"].items()
    }
    here = {name: value for name, value in os.environ.items() if name != "IRAQMILITIAS_SOURCES"}
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", check["run"]],
        cwd=workspace, capture_output=True, encoding="utf-8", check=False,
        env={
            **here, **environment, "PYTHONPATH": str(ROOT / "src"), "GITHUB_WORKSPACE": str(workspace),
            "GITHUB_STEP_SUMMARY": str(workspace / "summary.md"),
            "PATH": f"{workspace.parent / 'bin'}{os.pathsep}{os.environ['PATH']}",
        },
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("bash") is None or sys.platform == "win32", reason="the action runs in bash")
def test_action_annotates_the_file_from_the_top_of_the_repository(workspace: Path) -> None:
    line = Checkout(workspace / "set").set("figures", "fig-0004", qualifier="about")
    done = step(workspace, path="set", against="HEAD")
    assert done.returncode == 1, done.stderr
    assert f"::error file=set/data/figures.csv,line={line},col=1,title=enum::qualifier: 'about'" in done.stdout
    sarif = json.loads((workspace / "iraqmilitias.sarif").read_text(encoding="utf-8"))
    location = sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == "set/data/figures.csv"
    summary = (workspace / "summary.md").read_text(encoding="utf-8")
    assert "needs work" in summary and "| set/" not in summary and "not checked here" in summary


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("bash") is None or sys.platform == "win32", reason="the action runs in bash")
@pytest.mark.parametrize("against", ["", "0" * 40])
def test_action_passes_without_an_earlier_version(workspace: Path, against: str) -> None:
    done = step(workspace, path="set", against=against)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "not run: none was given" in (workspace / "summary.md").read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("bash") is None or sys.platform == "win32", reason="the action runs in bash")
def test_action_reads_no_input_as_shell(workspace: Path) -> None:
    done = step(workspace, path="set; touch stolen", against="$(touch stolen)")
    assert done.returncode == 2 and not (workspace / "stolen").exists()


def test_no_step_of_action_or_workflow_puts_an_expression_into_shell() -> None:
    workflows = [load(p)["jobs"].values() for p in (ROOT / ".github" / "workflows").glob("*.yml")]
    steps = [s for jobs in workflows for job in jobs for s in job.get("steps", ())]
    steps += load(ACTION)["runs"]["steps"]
    assert any("run" in s for s in steps)
    for each in steps:
        assert "${{" not in each.get("run", ""), each


def test_contribution_workflow_asks_for_no_more_than_it_needs() -> None:
    workflow = load(ROOT / ".github" / "workflows" / "contribution.yml")
    assert workflow["permissions"] == {"contents": "read"}
    assert "pull_request_target" not in workflow[True]  # YAML 1.1 reads the key `on` as a truth value
    uses = [s["uses"] for s in workflow["jobs"]["check"]["steps"] if "uses" in s]
    assert "./.github/actions/check" in uses


@pytest.mark.parametrize("name", [".pre-commit-hooks.yaml", ".pre-commit-config.yaml"])
def test_hooks_run_commands_that_exist_on_files_that_are_there(name: str) -> None:
    content = load(ROOT / name)
    hooks = content if isinstance(content, list) else content["repos"][0]["hooks"]
    assert {h["id"] for h in hooks} == {"iraqmilitias-format", "iraqmilitias-validate"}
    for hook in hooks:
        program, command, *_ = hook["entry"].split()
        assert program == "iraqmilitias" and command in COMMANDS and hook["pass_filenames"] is False
        assert re.search(hook["files"], "data/figures.csv") and not re.search(hook["files"], "docs/about.md")


def test_issue_forms_are_what_github_reads() -> None:
    """Keys as in docs.github.com, "Syntax for GitHub's form schema"."""
    assert {p.stem for p in FORMS} == {"article", "correction", "missing", "takedown"}
    for path in FORMS:
        form = load(path)
        assert {"name", "description", "body"} <= form.keys() <= {"name", "description", "title", "labels", "body"}
        ids = [part["id"] for part in form["body"] if "id" in part]
        assert len(ids) == len(set(ids))
        for part in form["body"]:
            assert part["type"] in {"markdown", "input", "textarea", "dropdown"}
            assert ("value" if part["type"] == "markdown" else "label") in part["attributes"]
            if part["type"] == "dropdown":
                assert all(isinstance(o, str) for o in part["attributes"]["options"])


def test_codeowners_names_nobody_who_is_not_known() -> None:
    lines = (ROOT / ".github" / "CODEOWNERS").read_text(encoding="utf-8").splitlines()
    assert all(line.startswith("#") for line in lines)
    named = [line.split()[1] for line in lines if re.match(r"# /", line)]
    assert named and all((ROOT / path.strip("/")).exists() for path in named)


@pytest.mark.slow
def test_tests_are_marked_and_never_named_in_a_string() -> None:
    """A list of names elsewhere goes stale when a test is renamed; a mark goes with its test."""
    trees = [ast.parse(p.read_text(encoding="utf-8")) for p in sorted((ROOT / "tests").rglob("*.py"))]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    names = {n.name for n in nodes if isinstance(n, ast.FunctionDef) and n.name.startswith("test_")}
    strings = {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    assert len(names) > 500 and not names & strings


def test_code_is_tested_on_frozen_data() -> None:
    """So that a change of data turns no test red; the site's tests look at the site of the live data."""
    live = re.compile(r"Dataset\(ROOT\)|Gazetteer\(Package\(ROOT|ROOT / \"data\"")
    files = (p for p in sorted((ROOT / "tests").rglob("*.py")) if "site" not in p.parts and p != Path(__file__))
    assert [p.name for p in files if live.search(p.read_text(encoding="utf-8"))] == []


def test_workflows_run_the_commands_of_the_readme() -> None:
    steps = [s.get("run", "") for s in load(ROOT / ".github" / "workflows" / "ci.yml")["jobs"]["tests"]["steps"]]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (command,) = (line for line in readme.splitlines() if "requirements/tests.txt &&" in line)
    _, *wanted = command.replace(".venv/bin/", "python -m ").split(" && ")
    assert wanted == steps[2 : 2 + len(wanted)]
    assert ".ci/run" in [s.get("run") for s in load(ROOT / ".github" / "workflows" / "ci.yml")["jobs"]["all"]["steps"]]


def test_supported_versions_are_tried_every_week() -> None:
    workflow = load(ROOT / ".github" / "workflows" / "weekly.yml")
    assert workflow[True]["schedule"]  # YAML 1.1 reads the key `on` as a truth value
    commands = [s.get("run", "") for job in workflow["jobs"].values() for s in job["steps"]]
    assert any("scripts/matrix.py" in c for c in commands) and "python -m pytest" in commands


@pytest.mark.parametrize("path", sorted((ROOT / ".github").rglob("*.yml")), ids=lambda p: p.name)
def test_actions_of_others_are_taken_at_a_version(path: Path) -> None:
    used = re.findall(r"uses: (\S+)", re.sub(r"#.*", "", path.read_text(encoding="utf-8")))
    for action in used:
        assert action.startswith("./") or re.search(r"@(v\d+|release/v\d+|[0-9a-f]{40})$", action), action
