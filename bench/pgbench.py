"""What PostgreSQL can do by itself: pgbench with the statements of an operation, on tables like its own."""

import re
import subprocess
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from bench.platform import Platform, folder
from server.postgresql import installed_programs


def per_s(platform: Platform, tables: str, script: str, *, clients: int, seconds: float) -> float:
    """Transactions a second. `tables` is the SQL that makes the tables, `script` what a client does again and again."""
    psql(platform, tables)
    with folder() as made:
        file = Path(made) / "script.sql"
        file.write_text(script)
        shape = f"-n -M prepared -c {clients} -j {min(clients, 2)} -T {max(1, round(seconds))}".split()
        command = [installed_programs() / "bin" / "pgbench", *shape, "-f", file, *_where(platform)]
        ran = subprocess.run(command, check=True, capture_output=True, text=True, timeout=seconds + 60)
    found = re.search(r"tps = ([\d.]+)", ran.stdout)
    assert found, ran.stdout
    return float(found[1])


def psql(platform: Platform, statements: str, *, within_s: float = 60) -> None:
    """Carries out statements in the platform's database."""
    command = [installed_programs() / "bin" / "psql", "-q", "-v", "ON_ERROR_STOP=1", *_where(platform)]
    subprocess.run(command, input=statements, text=True, check=True, capture_output=True, timeout=within_s)


def _where(platform: Platform) -> list[str]:
    url = urlsplit(platform.database_url)
    socket = parse_qs(url.query)["host"][0]
    return ["-h", socket, "-U", url.username or "", url.path.strip("/")]
