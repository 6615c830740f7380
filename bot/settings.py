"""
The settings: environment variables `NACHTLICHT_…`, also from a `.env` in the folder where the command runs.

Each field below is one variable; docs/settings.md lists them all (a test holds that true).
"""

import re
from functools import cached_property
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from handover.hours import Hours
from handover.notices.addresses import MAILBOX
from store.erasures import Erasures
from store.errors import BrokenSettings

ROOT = Path(__file__).parents[1]
SITE = re.compile(r"https?://(\*\.)?[a-z0-9.-]+(:\d{1,5})?", re.ASCII | re.IGNORECASE)


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
    messages_per_minute: int = Field(
        600, ge=0, description="Messages a minute of one conversation, before it has to slow down; 0 is no limit."
    )
    requests_per_minute: int = Field(
        1200, ge=0, description="Requests a minute from one network address, messages apart; 0 is no limit."
    )
    quiet_hours: str = Field(
        "21-9", description="Hours, on the Dutch clock, in which no check-in is sent; empty is none."
    )

    push_services: str = Field(
        "https://fcm.googleapis.com https://*.push.services.mozilla.com https://*.notify.windows.com https://*.push.apple.com",
        description="Push services that may be told that there is something for a helper, separated by spaces; empty is none.",
    )
    mail_url: SecretStr = Field(
        SecretStr(""),
        description="Mail server for notices to helpers, smtp://user:password@host:port or smtps://…; empty is no mail.",
    )
    mail_from: str = Field("", validate_default=True, description="Address from which those mails come.")
    oidc_issuer: str = Field(
        "",
        description="OpenID Connect server through which helpers of an organisation log in, https://…; empty is none.",
    )
    oidc_client_id: str = Field(
        "",
        validate_default=True,
        description="Name under which that server knows us; our address there ends in /console/api/organisation/back.",
    )
    oidc_client_secret: SecretStr = Field(
        SecretStr(""), description="Secret that goes with it; empty for a public client."
    )

    @field_validator("public_url", "telegram_api", "engine_url")
    @classmethod
    def _address(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("een adres begint met http:// of https://")
        return value.rstrip("/")

    @field_validator("oidc_issuer")
    @classmethod
    def _issuer(cls, value: str) -> str:
        # As it is: a server's name of itself may end in a slash.
        if value and not (value.startswith("https://") or urlsplit(value).hostname in ("localhost", "127.0.0.1")):
            raise ValueError("een adres om in te loggen begint met https://")
        return value

    @field_validator("oidc_client_id")
    @classmethod
    def _client(cls, value: str, info: ValidationInfo) -> str:
        if info.data.get("oidc_issuer") and not value:
            raise ValueError("vul in hoe de server van je organisatie ons kent")
        return value

    @field_validator("push_services")
    @classmethod
    def _services(cls, value: str) -> str:
        for service in value.split():
            cls._address(service)
        return value

    @field_validator("embed_from")
    @classmethod
    def _sites(cls, value: str) -> str:
        for site in value.split() if value.strip() != "*" else ():
            if not SITE.fullmatch(site):
                raise ValueError("schrijf sites als https://www.gemeente.nl, of * voor elke site")
        return value

    @field_validator("mail_url")
    @classmethod
    def _mail_server(cls, value: SecretStr) -> SecretStr:
        url = value.get_secret_value().strip()
        if url and not (url.startswith(("smtp://", "smtps://")) and is_server(url)):
            raise ValueError("schrijf een mailserver als smtps://naam:wachtwoord@mail.voorbeeld.nl:465")
        return SecretStr(url)

    @field_validator("mail_from")
    @classmethod
    def _mail_sender(cls, value: str, info: ValidationInfo) -> str:
        server = info.data.get("mail_url")
        if (value or (server and server.get_secret_value())) and not MAILBOX.fullmatch(value):
            raise ValueError("vul in vanaf welk adres de mail komt, zoals nachtlicht@voorbeeld.nl")
        return value

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

    @property
    def new_master_key(self) -> Path:
        """
        The file of the master key that replaces it, while that is under way.
        """
        return self.data / "master.key.new"

    @property
    def erasures(self) -> Erasures:
        """
        The list of what was erased.
        """
        return Erasures(self.data / "erased")

    @property
    def vapid_key(self) -> Path:
        """
        The file of the key towards push services.
        """
        return self.data / "vapid.key"

    @property
    def console(self) -> str:
        """
        Where helpers find the console; empty when we do not know.
        """
        return f"{self.public_url}/console" if self.public_url else ""

    @property
    def contact(self) -> str:
        """
        Where push services reach the operator; empty when we do not know.
        """
        return f"mailto:{self.mail_from}" if self.mail_from else self.public_url if self.secure else ""

    @cached_property
    def secure(self) -> bool:
        """
        Whether people reach us over https.
        """
        return self.public_url.startswith("https://")


def is_server(url: str) -> bool:
    """
    Whether an address names a server, and a port that exists if any.
    """
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


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
