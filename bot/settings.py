"""
The settings: environment variables `NACHTLICHT_…`, also from a `.env` in the folder where the command runs.

Each field below is one variable; docs/settings.md lists them all (a test holds that true).
"""

from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from handover.hours import Hours
from store.errors import BrokenSettings

ROOT = Path(__file__).parents[1]


class Settings(BaseSettings):
    """
    One installation's settings, checked.
    """

    model_config = SettingsConfigDict(env_prefix="NACHTLICHT_", env_file=".env", extra="ignore", frozen=False)

    data: Path = Field(Path("data"), description="Folder for database, keys and logs.")
    database_url: str = Field("", description="Database; empty is SQLite in the data folder, else postgresql://….")
    host: str = Field("127.0.0.1", description="Address to listen on; 0.0.0.0 behind a proxy on another machine.")
    port: int = Field(8000, ge=1, le=65535, description="Port of chat and console.")
    public_url: str = Field(
        "", description="Address under which the world reaches us, https://…; turns on the Telegram webhook."
    )
    telegram_token: SecretStr = Field(SecretStr(""), description="Token of the Telegram bot; empty is no Telegram.")
    telegram_api: str = Field("https://api.telegram.org", description="Base address of the Bot API server.")
    engine_url: str = Field("", description="Address of an engine that runs elsewhere; empty starts one here.")
    engine_token: SecretStr = Field(
        SecretStr(""), description="Token between app and engine; empty makes one at each start."
    )
    inner_host: str = Field("127.0.0.1", description="Address on which the engine reaches actions and texts.")
    inner_port: int = Field(0, ge=0, le=65535, description="Port of actions and texts; 0 takes a free one.")
    models: Path = Field(ROOT / "models", description="Folder of trained models.")
    country: Literal["NL", "BE"] = Field("NL", description="Country whose helplines are named first: NL or BE.")
    embed_from: str = Field("*", description="Sites that may embed the chat, separated by spaces; * is any.")
    quiet_hours: str = Field(
        "21-9", description="Hours, on the Dutch clock, in which no check-in is sent; empty is none."
    )

    @field_validator("public_url", "telegram_api", "engine_url")
    @classmethod
    def _address(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("een adres begint met http:// of https://")
        return value.rstrip("/")

    @field_validator("quiet_hours")
    @classmethod
    def _hours(cls, value: str) -> str:
        waking(value)
        return value

    @property
    def database(self) -> str:
        """
        The database's address, the default filled in.
        """
        return self.database_url or f"sqlite:///{self.data.resolve() / 'nachtlicht.db'}"

    @cached_property
    def awake(self) -> Hours:
        """
        The hours in which a check-in may be sent.
        """
        return waking(self.quiet_hours)

    @property
    def master_key(self) -> Path:
        """
        The file of the master key.
        """
        return self.data / "master.key"

    @cached_property
    def secure(self) -> bool:
        """
        Whether people reach us over https.
        """
        return self.public_url.startswith("https://")


def waking(quiet: str) -> Hours:
    """
    The hours outside the quiet ones, of every day. Raises ValueError for what is no hours.
    """
    start, _, end = quiet.partition("-")
    try:
        return Hours.model_validate({"daily": f"{end}-{start}" if quiet else "0-24"})
    except ValueError:
        raise ValueError("schrijf uren als 21-9, of laat het leeg") from None


def load(**overrides: object) -> Settings:
    """
    The settings of this run. Raises BrokenSettings that names each wrong variable and never its value.
    """
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        wrong = "; ".join(f"NACHTLICHT_{'_'.join(map(str, e['loc'])).upper()}: {_dutch(e)}" for e in error.errors())
        raise BrokenSettings(f"Deze instellingen kloppen niet: {wrong}.") from None


def _dutch(error: ErrorDetails) -> str:
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    return {
        "int_parsing": "dit is geen getal",
        "less_than_equal": "dit getal is te groot",
        "greater_than_equal": "dit getal is te klein",
        "literal_error": "deze waarde kennen we niet",
    }.get(error["type"], "deze waarde past niet")
