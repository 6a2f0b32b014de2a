"""A real PostgreSQL of the tests' own: in a temporary folder, reached by a socket only."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MISSING = (
    "The tests need PostgreSQL's own programs. Install them: apt-get install postgresql "
    "(or set PG_BIN to the folder that holds initdb and postgres)."
)


def programs() -> Path | None:
    """The folder with initdb and postgres: PG_BIN, pg_config's, Debian's newest, or of the PATH."""
    folders = [os.environ.get("PG_BIN", "")]
    if shutil.which("pg_config"):
        asked = subprocess.run(
            ["pg_config", "--bindir"], capture_output=True, text=True, check=False
        )
        folders.append(asked.stdout.strip())
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    folders += [str(path) for path in sorted(versions, key=lambda path: -float(path.parent.name))]
    folders += os.environ["PATH"].split(os.pathsep)
    for folder in folders:
        if folder and all((Path(folder) / name).is_file() for name in ("initdb", "postgres")):
            return Path(folder)
    return None


@contextmanager
def server(*, durable: bool = False) -> Iterator[str]:
    """Start one; gives the folder of its socket. It refuses to run as root, so then it does not.

    Tests forgo that a commit survives a power cut; a `durable` one lies on a disk and waits for it.
    """
    found = programs()
    if found is None:
        raise RuntimeError(MISSING)
    where = "/var/tmp" if durable else _quick_folder()
    folder = Path(tempfile.mkdtemp(prefix="clearslate-pg-", dir=where))
    user = _other_user() if os.geteuid() == 0 else None
    try:
        if user:
            shutil.chown(folder, user)
        folder.chmod(0o755)
        data, log = folder / "data", folder / "log"
        initdb = [found / "initdb", "-D", data, "-U", "clearslate", "-A", "trust", "-E", "UTF8"]
        subprocess.run(
            [*initdb, "--no-locale", "--no-sync"],
            user=user,
            cwd="/",
            check=True,
            capture_output=True,
        )
        options = ["-c", "listen_addresses=", "-c", "max_connections=60"]
        options += ["-c", f"fsync={'on' if durable else 'off'}"]
        # Its output goes to a file: a pipe would be inherited by every server process.
        with log.open("wb") as output:
            process = subprocess.Popen(
                [found / "postgres", "-D", data, "-k", folder, *options],
                user=user,
                cwd="/",
                stdout=output,
                stderr=output,
            )
        try:
            _wait(process, folder, log)
            yield str(folder)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _quick_folder() -> str:
    """Memory where there is enough: a database is many small files, and each test has its own."""
    memory = Path("/dev/shm")
    if memory.is_dir() and shutil.disk_usage(memory).free > 2 << 30:
        return str(memory)
    return "/tmp"


def _other_user() -> str:
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _wait(process: subprocess.Popen[bytes], folder: Path, log: Path) -> None:
    import psycopg

    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            psycopg.connect(f"host={folder} user=clearslate dbname=postgres").close()
            return
        except psycopg.OperationalError:
            time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL did not start: {log.read_text(errors='replace')[-500:]}")
