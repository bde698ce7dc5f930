"""Run the tour in JupyterLab in a headless Chromium, and take its picture: `make tour`.

    python docs/tour_in_browser.py [--out PICTURE] [--chromium PATH] [--dark]

Opens `docs/gallery/tour.md` as a notebook, runs all cells, and ends with 1 where a cell failed,
was not run, or the whole took longer than 20 s; with 2 where there is no Chromium.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

TOUR = Path(__file__).resolve().parent / "gallery" / "tour.md"
PICTURE = Path(__file__).resolve().parent / "gallery" / "tour.png"
NAMES = ("chromium", "chromium-browser", "google-chrome")
MOST_SECONDS = 20
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
RUN_ALL = """async () => {
  const app = window.jupyterapp;
  await app.restored;
  const panel = app.shell.currentWidget;
  await panel.context.ready;
  await panel.sessionContext.ready;
  const begun = performance.now();
  await app.commands.execute('notebook:run-all-cells');
  const cells = [...panel.content.model.cells].filter(cell => cell.type === 'code');
  return {
    seconds: (performance.now() - begun) / 1000,
    cells: cells.map(cell => ({
      count: cell.executionCount,
      failed: cell.outputs.toJSON().some(output => output.output_type === 'error'),
    })),
  };
}"""


def free_port() -> int:
    """Ask the system for a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def jupyterlab(folder: Path, port: int, token: str) -> Iterator[None]:
    """Serve a folder on this machine until the work is done, with settings of its own."""
    with tempfile.TemporaryDirectory() as home:
        rooms = {name: str(Path(home, name)) for name in ("config", "settings", "workspaces")}
        env = os.environ | {
            "JUPYTER_CONFIG_DIR": rooms["config"],
            "JUPYTERLAB_SETTINGS_DIR": rooms["settings"],
            "JUPYTERLAB_WORKSPACES_DIR": rooms["workspaces"],
        }
        viewer = [
            Path(sys.executable).with_name("jupytext-config"),
            "set-default-viewer",
            "markdown",
        ]
        subprocess.run(viewer, env=env, check=True, capture_output=True)
        quiet = Path(rooms["settings"], "@jupyterlab/apputils-extension")
        quiet.mkdir(parents=True)
        said = {"fetchNews": "false", "checkForUpdates": False}
        (quiet / "notification.jupyterlab-settings").write_text(json.dumps(said), encoding="utf-8")
        command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
        options = {
            "ServerApp.ip": "127.0.0.1",
            "ServerApp.port": port,
            "IdentityProvider.token": token,
            "ServerApp.root_dir": folder,
            "LabApp.expose_app_in_browser": True,
        }
        command += [f"--{key}={value}" for key, value in options.items()]
        server = subprocess.Popen(
            command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/api?token={token}", server)
            yield
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers, a minute at most."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if server.poll() is not None:
            sys.exit(f"JupyterLab ended with {server.returncode}")
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - this machine
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.25)
    sys.exit("JupyterLab did not answer within a minute")


def run_tour(chromium: str, port: int, token: str, out: Path, *, dark: bool) -> dict[str, Any]:
    """Open the tour, run it, and take a picture of the whole notebook."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        scheme = "dark" if dark else "light"
        page = browser.new_page(color_scheme=scheme, viewport={"width": 1100, "height": 4200})
        page.goto(f"http://127.0.0.1:{port}/lab/tree/{TOUR.name}?token={token}&reset")
        page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        told = page.evaluate(RUN_ALL)
        page.wait_for_timeout(500)
        page.screenshot(path=out)
        browser.close()
    return dict(told)


def main() -> int:
    """Run the tour and say how it went."""
    parser = argparse.ArgumentParser(description="Run the tour in JupyterLab.")
    parser.add_argument("--out", type=Path, default=PICTURE)
    parser.add_argument("--chromium", default=next(filter(None, map(shutil.which, NAMES)), None))
    parser.add_argument("--dark", action="store_true")
    given = parser.parse_args()
    if given.chromium is None:
        print(f"No Chromium was found: install one of {', '.join(NAMES)}", file=sys.stderr)
        return 2
    port, token = free_port(), secrets.token_hex(16)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(TOUR, folder)
        with jupyterlab(Path(folder), port, token):
            told = run_tour(given.chromium, port, token, given.out, dark=given.dark)
    cells = told["cells"]
    wrong = [cell for cell in cells if cell["failed"] or not cell["count"]]
    print(f"{len(cells)} cells in {told['seconds']:.1f} s, {len(wrong)} failed or not run")
    return int(bool(wrong) or not cells or told["seconds"] > MOST_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
