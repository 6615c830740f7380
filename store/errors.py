"""
The one registry of errors.

Each class is an error that a person, helper or operator can meet: its docstring *is* the Dutch sentence they see, `code`
is the word in `{"error": code, "detail": sentence}`, `status` the HTTP status. Messages never carry what a person wrote.
"""

from typing import ClassVar


class NachtlichtError(Exception):
    """Er ging iets mis aan onze kant. Probeer het zo nog eens."""

    code: ClassVar[str] = "internal"
    status: ClassVar[int] = 500

    def __init__(self, detail: str | None = None) -> None:
        self.detail = detail or (type(self).__doc__ or "").strip()
        super().__init__(self.detail)


class InvalidRequest(NachtlichtError):
    """Dit verzoek klopt niet. Kijk de velden na."""

    code, status = "invalid_request", 422


class NotFound(NachtlichtError):
    """Dit bestaat niet, of niet meer."""

    code, status = "not_found", 404


class NoSuchPage(NotFound):
    """Deze pagina bestaat niet."""


class MethodNotAllowed(NachtlichtError):
    """Dit kan hier niet op deze manier."""

    code, status = "method_not_allowed", 405


class Unauthorized(NachtlichtError):
    """Deze sleutel ken ik niet. Begin een nieuw gesprek of log opnieuw in."""

    code, status = "unauthorized", 401


class Forbidden(NachtlichtError):
    """Dit hoort niet bij jouw rol."""

    code, status = "forbidden", 403


class CrossSite(NachtlichtError):
    """Dit verzoek kwam van een andere site en is geweigerd."""

    code, status = "cross_site", 403


class WrongLogin(NachtlichtError):
    """Deze naam en dit wachtwoord horen niet bij elkaar."""

    code, status = "wrong_login", 401


class TooManyTries(NachtlichtError):
    """Even rustig aan. Probeer het over een minuut nog eens."""

    code, status = "too_many_tries", 429


class ConversationErased(NachtlichtError):
    """Dit gesprek is gewist."""

    code, status = "erased", 410


class MessageEmpty(NachtlichtError):
    """Er staat nog niets in dit bericht."""

    code, status = "empty_message", 422


class MessageTooLong(NachtlichtError):
    """Dit bericht is langer dan 4000 tekens. Stuur het in twee stukken."""

    code, status = "too_long", 413


class ChoiceUnknown(NachtlichtError):
    """Deze knop hoort niet bij dit gesprek."""

    code, status = "unknown_choice", 422


class WordsUnknown(NachtlichtError):
    """Deze vier woorden ken ik niet. Misschien staat er een fout in, of is het gesprek al gewist."""

    code, status = "unknown_words", 404


class AlreadyClaimed(NachtlichtError):
    """Een collega heeft dit gesprek al."""

    code, status = "already_claimed", 409


class NotYours(NachtlichtError):
    """Dit gesprek is nu niet bij jou."""

    code, status = "not_yours", 403


class HandoverOver(NachtlichtError):
    """Deze overdracht is al voorbij."""

    code, status = "handover_over", 409


class ReasonMissing(NachtlichtError):
    """Kies een reden om af te sluiten."""

    code, status = "reason_missing", 422


class NoConsent(NachtlichtError):
    """Zonder een ja van de persoon gaat er niets door."""

    code, status = "no_consent", 409


class NotInstalled(NachtlichtError):
    """Nachtlicht is nog niet klaar op deze machine. Draai eerst `make start`."""

    code, status = "not_installed", 500


class PortTaken(NachtlichtError):
    """Deze poort is al in gebruik. Kies een andere met `make start PORT=8001`, of stop het andere programma."""

    code, status = "port_taken", 500


class BrokenSettings(NachtlichtError):
    """De instellingen kloppen niet. Kijk het bestand .env en de variabelen NACHTLICHT_… na."""

    code, status = "broken_settings", 500


class DatabaseUnreachable(NachtlichtError):
    """De database is niet bereikbaar. Kijk NACHTLICHT_DATABASE_URL na, en of de database draait."""

    code, status = "database_unreachable", 503


class DatabaseNewer(NachtlichtError):
    """Deze database hoort bij een nieuwere Nachtlicht. Haal eerst de nieuwe versie op."""

    code, status = "database_newer", 500


class DiskFull(NachtlichtError):
    """De schijf is vol. Maak ruimte, en start dan opnieuw."""

    code, status = "disk_full", 507


class DataFolderClosed(NachtlichtError):
    """In de map met gegevens kan niet geschreven worden. Kijk NACHTLICHT_DATA en de rechten na."""

    code, status = "data_folder_closed", 500


class MasterKeyMissing(NachtlichtError):
    """De hoofdsleutel ontbreekt, en er staan al gesprekken in de database. Zet `master.key` terug in de map met gegevens."""

    code, status = "master_key_missing", 500


class MasterKeyExposed(NachtlichtError):
    """Anderen kunnen de hoofdsleutel lezen. Draai `chmod 600` op `master.key` in de map met gegevens."""

    code, status = "master_key_exposed", 500


class MasterKeyWrong(NachtlichtError):
    """De hoofdsleutel past niet op deze database."""

    code, status = "master_key_wrong", 500


class EngineMissing(NachtlichtError):
    """De omgeving van de engine ontbreekt (Python 3.10 met Rasa). Draai `make start`."""

    code, status = "engine_missing", 500


class EngineBroken(NachtlichtError):
    """De engine start niet. Kijk in engine.log in de map met gegevens, of begin schoon met `make clean` en `make start`."""

    code, status = "engine_broken", 500


class EngineDown(NachtlichtError):
    """De engine antwoordt nu niet."""

    code, status = "engine_down", 503


class TrainingFailed(NachtlichtError):
    """Het trainen is niet gelukt. De regels hierboven zeggen wat er misging."""

    code, status = "training_failed", 500


class DialoguesBroken(NachtlichtError):
    """In dialogues/ klopt iets niet."""

    code, status = "dialogues_broken", 500


class BadFile(NachtlichtError):
    """Dit bestand kan ik niet lezen."""

    code, status = "bad_file", 422


class TelegramRefused(NachtlichtError):
    """Telegram weigert deze sleutel. Kijk NACHTLICHT_TELEGRAM_TOKEN na."""

    code, status = "telegram_refused", 500


class WebhookForged(NachtlichtError):
    """Dit bericht kwam niet van Telegram."""

    code, status = "webhook_forged", 403


def registry() -> dict[str, type[NachtlichtError]]:
    """
    Every error by the name of its class, the base included.
    """
    found: dict[str, type[NachtlichtError]] = {}
    todo: list[type[NachtlichtError]] = [NachtlichtError]
    while todo:
        error = todo.pop()
        found[error.__name__] = error
        todo.extend(error.__subclasses__())
    return found
