"""What PostgreSQL can do by itself: pgbench with the statements of an operation, on tables like its own."""

import re
import subprocess
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from bench.platform import Platform, folder
from server.postgresql import installed_programs


def per_s(platform: Platform, tables: str, script: str, *, clients: int, seconds: float) -> float:
    """Transactions a second. `tables` is the SQL that makes the tables, `script` what a client does again and again."""
    programs = installed_programs() / "bin"
    url = urlsplit(platform.database_url)
    socket = parse_qs(url.query)["host"][0]
    where = ["-h", socket, "-U", url.username or "", url.path.strip("/")]
    subprocess.run([programs / "psql", "-q", "-c", tables, *where], check=True, stderr=subprocess.DEVNULL, timeout=60)
    with folder() as made:
        file = Path(made) / "script.sql"
        file.write_text(script)
        shape = f"-n -M prepared -c {clients} -j {min(clients, 2)} -T {max(1, round(seconds))}".split()
        command = [programs / "pgbench", *shape, "-f", file, *where]
        ran = subprocess.run(command, check=True, capture_output=True, text=True, timeout=seconds + 60)
    found = re.search(r"tps = ([\d.]+)", ran.stdout)
    assert found, ran.stdout
    return float(found[1])
