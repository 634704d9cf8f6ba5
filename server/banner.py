"""What is printed when an instance is ready."""

import os
import shlex
import sys

from core.settings import Settings
from server.demo import Demo

__all__ = ["addresses", "demo"]


def addresses(settings: Settings) -> str:
    """Where to reach the instance, one line an address."""
    lines = {
        "API": f"{settings.public_url}/api/v10",
        "Gateway": settings.gateway_url,
        "Health": f"{settings.public_url}/health",
        "Metrics": f"http://{settings.host}:{settings.metrics_port}/metrics",
        "Data": str(settings.data),
    }
    return "\n".join(["Guildhall is ready.", *(f"  {name:8} {value}" for name, value in lines.items())])


def demo(settings: Settings, made: Demo) -> str:
    """What there is to try, and the line that starts the example bot."""
    environment = f"BOT_TOKEN={made.bot_token}"
    if (settings.port, settings.gateway_port) != (8080, 8081):
        environment += f" GUILDHALL_URL={settings.public_url} GUILDHALL_GATEWAY={settings.gateway_url}"
    python = shlex.quote(os.path.relpath(sys.executable))
    return "\n".join(
        [
            "A demo is there to try:",
            f"  User     {made.email}, password {made.password}",
            f"  Guild    {made.guild_id}",
            f"  Bot      {made.application_id}, token {made.bot_token}",
            "Start the example bot, then say !ping in the guild:",
            f"  {environment} {python} examples/ping_bot.py",
        ]
    )
