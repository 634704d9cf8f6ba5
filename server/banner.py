"""What is printed when an instance is ready."""

from core.settings import Settings

__all__ = ["addresses"]


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
