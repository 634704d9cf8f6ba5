"""Every setting once, from the environment or from a file; nobody else reads os.environ.

The environment wins over the file, the file over the defaults. The file is TOML, its keys are the names of
the fields below: `guildhall.toml` in the data folder, or the file that GUILDHALL_SETTINGS names.
In the environment a field is `GUILDHALL_` and its name in capitals; `database_url` and `redis_url` are
DATABASE_URL and REDIS_URL, as hosting platforms name them.

The list for readers is docs/settings.md, written by `markdown()`; a test keeps it equal.
"""

import os
import tomllib
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import AliasChoices, Field, ValidationError, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

__all__ = ["Settings", "SettingsError", "load", "markdown"]

_PREFIX: Final = "GUILDHALL_"
_FILE_VARIABLE: Final = "GUILDHALL_SETTINGS"
_MIB: Final = 1024 * 1024
# What pydantic says of a default that is made from a setting which is itself at fault.
_FOLLOWS: Final = "default_factory_not_called"


class SettingsError(Exception):
    """A setting has a value that cannot be used. The text names it and is meant for the person who set it."""


def _workers_for_this_machine() -> int:
    return max(1, min(4, len(os.sched_getaffinity(0)) // 2))


def _next_port(step: int, data: dict[str, Any]) -> int:
    """A neighbour of the HTTP port; when that is left to the system (0), so is this one."""
    port: int = data.get("port", 0)
    return port + step if port else 0


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix=_PREFIX, frozen=True, extra="forbid", env_ignore_empty=True)

    host: str = Field("127.0.0.1", description="Address that the HTTP API, gateway and metrics listen on.")
    port: int = Field(
        8080, ge=0, le=65535, description="Port of the HTTP API. 0 lets the system choose this and the others."
    )
    gateway_port: int = Field(
        default_factory=lambda data: _next_port(1, data),
        ge=0,
        le=65535,
        description="Port of the gateway. Default: one above `port`.",
    )
    metrics_port: int = Field(
        default_factory=lambda data: _next_port(2, data),
        ge=0,
        le=65535,
        description="Port of the Prometheus metrics. Default: two above `port`.",
    )
    public_url: str = Field(
        default_factory=lambda data: f"http://{data.get('host')}:{data.get('port')}",
        description="Where clients reach the HTTP API, without a path. Default: from `host` and `port`.",
    )
    gateway_url: str = Field(
        default_factory=lambda data: f"ws://{data.get('host')}:{data.get('gateway_port')}",
        description="Where clients reach the gateway. Default: from `host` and `gateway_port`.",
    )
    api_workers: int = Field(
        default_factory=_workers_for_this_machine,
        ge=1,
        le=256,
        description="Processes that serve the HTTP API. One uses one core at most, and PostgreSQL, the gateway "
        "and often the bot under test want cores as well. Default: half the cores, from 1 to 4.",
    )
    data: Path = Field(
        Path(".guildhall"),
        description="Folder for all that is kept: the embedded PostgreSQL, attachments, logs. Relative to the "
        "working directory. A file cannot set it when it lies in that folder itself.",
    )
    database_url: str | None = Field(
        None,
        validation_alias=AliasChoices("DATABASE_URL", "database_url"),
        description="PostgreSQL to use, `postgresql://user:password@host/name`. Default: one of our own.",
    )
    redis_url: str | None = Field(
        None,
        validation_alias=AliasChoices("REDIS_URL", "redis_url"),
        description="Redis to use, `redis://host:port/0` or `unix:///path`. Default: one of our own.",
    )
    objects: str | None = Field(
        None,
        description="Where attachments and images are kept, `s3://bucket/prefix`; credentials and endpoint from the "
        "usual `AWS_` variables. Default: `objects` in the data folder.",
    )
    demo: Literal["on", "off"] = Field(
        "on", description="`on` makes a demo user, guild, application and bot at the first start, and prints them."
    )
    rate_limits: Literal["on", "off"] = Field("on", description="`off` answers every request, however many come.")
    rate_limit_policy: Path | None = Field(
        None, description="File that changes the limits of single buckets. Default: the documented limits."
    )
    file_size_limit: int = Field(10 * _MIB, ge=1, description="Largest attachment, in bytes.")
    request_size_limit: int = Field(25 * _MIB, ge=1, description="Largest request body, in bytes.")
    rendition_cache_size: int = Field(
        256 * _MIB, ge=0, description="Disk for pictures in the sizes that were asked for, in bytes. 0 keeps none."
    )
    attachment_link_lifetime_s: int = Field(
        24 * 3600, ge=1, description="How long the link to an attachment is good for, in seconds."
    )
    outbound_allow: str = Field(
        "",
        description="Networks that endpoints of applications may lie in though they are not public, such as "
        "`127.0.0.0/8, 10.0.0.0/8`.",
    )
    link_embeds: Literal["on", "off"] = Field(
        "off",
        description="`on` fetches the pages that users link to, and shows what they say of themselves beside the "
        "message. Such requests go to whatever address a user writes, though to none that is not public unless "
        "`outbound_allow` has it; those pages see the server's own address.",
    )
    open_scopes: str = Field(
        "",
        description="OAuth2 scopes that need an approval and that every application has it for, with spaces "
        "between them. `*` opens all.",
    )
    bots_make_guilds: Literal["on", "off"] = Field(
        "off", description="`on` lets bots make guilds, which they then own; users always may."
    )
    guild_features: str = Field(
        "ENHANCED_ROLE_COLORS,ROLE_ICONS",
        description="Features that new guilds have, with commas between, or `off`. Without these two, roles with icons"
        " or gradients are refused, as on Discord for guilds without boosts.",
    )
    log_format: Literal["text", "json"] = Field("text", description="`json` writes one object a line.")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="Least severity logged.")
    clock_skew_s: float = Field(0.0, description="For tests: seconds by which the clock of this one process is wrong.")

    @field_validator("data", "rate_limit_policy")
    @classmethod
    def _absolute(cls, path: Path | None) -> Path | None:
        return path and path.expanduser().resolve()

    @field_validator("outbound_allow")
    @classmethod
    def _networks(cls, text: str) -> str:
        for part in filter(None, map(str.strip, text.split(","))):
            ip_network(part)
        return text

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        file = _file(init_settings().get("data"))
        return (init_settings, env_settings, TomlConfigSettingsSource(settings_cls, toml_file=file))

    def environment(self) -> dict[str, str]:
        """The environment that gives a child process these very settings."""
        given = {name: getattr(self, name) for name in type(self).model_fields}
        return dict(os.environ) | {variable(name): str(value) for name, value in given.items() if value is not None}


def load(**overrides: Any) -> Settings:
    """The settings of this process. Raises SettingsError with a text that names the setting."""
    try:
        return Settings(**overrides)
    except ValidationError as refused:
        faults = [fault for fault in refused.errors(include_url=False) if fault["type"] != _FOLLOWS]
        lines = [f"{variable(str(fault['loc'][0]))}: {fault['msg']}" for fault in faults]
        raise SettingsError("\n".join(lines)) from None
    except tomllib.TOMLDecodeError as broken:
        raise SettingsError(f"the settings file is not TOML: {broken}") from None


def variable(field: str) -> str:
    """The environment variable of a field."""
    name = field.upper()
    return name if name in ("DATABASE_URL", "REDIS_URL") else _PREFIX + name.removeprefix(_PREFIX)


def _file(data: Path | None) -> Path | None:
    named = os.environ.get(_FILE_VARIABLE)
    if named:
        file = Path(named)
        if not file.is_file():
            raise SettingsError(f"{_FILE_VARIABLE}: there is no file {file}")
        return file
    folder = data or Path(os.environ.get(variable("data")) or Settings.model_fields["data"].default)
    return Path(folder).expanduser() / "guildhall.toml"


def _default(field: FieldInfo) -> str:
    if field.default_factory is not None or field.default is None:
        return ""
    return f"`{field.default}`"


def markdown() -> str:
    """docs/settings.md."""
    rows = [
        f"| `{variable(name)}` | `{name}` | {_default(field)} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    return "\n".join(
        [
            "# Settings",
            "",
            "Each is read from the environment, else from a TOML file, else has its default. The file is",
            f"`guildhall.toml` in the data folder, or the one that `{_FILE_VARIABLE}` names.",
            "",
            "| environment | key in the file | default | what it does |",
            "| --- | --- | --- | --- |",
            *rows,
            "",
        ]
    )
