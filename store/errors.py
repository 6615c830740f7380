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


class NotNow(NachtlichtError):
    """Dat lukt nu even niet. Probeer het zo nog eens."""

    code, status = "not_now", 503


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


class SecondFactor(NachtlichtError):
    """Vul ook de code uit je app in."""

    code, status = "second_factor", 401


class SecondFactorWrong(NachtlichtError):
    """Deze code klopt niet, of is al gebruikt. Wacht op de volgende code, of neem een noodcode."""

    code, status = "wrong_second_factor", 401


class PasskeyWrong(NachtlichtError):
    """Deze passkey kennen we hier niet. Kies een andere, of log in met je wachtwoord."""

    code, status = "wrong_passkey", 401


class SignInAgain(NachtlichtError):
    """Dit kan alleen kort nadat je inlogde. Log uit en weer in, en probeer het dan nog eens."""

    code, status = "sign_in_again", 403


class ChallengeGone(NachtlichtError):
    """Dit duurde te lang, of was al gedaan. Probeer het nog eens."""

    code, status = "challenge_gone", 409


class PasskeysOff(NachtlichtError):
    """Passkeys werken alleen op het vaste adres van deze plek. Vraag je beheerder om NACHTLICHT_PUBLIC_URL."""

    code, status = "passkeys_off", 409


class OrganisationOff(NachtlichtError):
    """Inloggen via je organisatie kan hier nu niet. Probeer het later, of kies een andere manier."""

    code, status = "organisation_off", 409


class OrganisationUnknown(NachtlichtError):
    """Dit account hoort bij niemand hier. Vraag je coördinator om een uitnodiging."""

    code, status = "organisation_unknown", 403


class TooManyTries(NachtlichtError):
    """Even rustig aan. Probeer het over een minuut nog eens."""

    code, status = "too_many_tries", 429


class TooMuchAtOnce(NachtlichtError):
    """Er komt veel tegelijk. Wacht even. Bel bij gevaar 112. Denk je aan zelfdoding, bel dan 113 (Nederland) of 1813 (België)."""

    code, status = "too_much_at_once", 429


class RequestTooLarge(NachtlichtError):
    """Dit is te groot voor ons. Stuur het in kleinere stukken."""

    code, status = "too_large", 413


class RequestSlow(NachtlichtError):
    """Dit bericht kwam niet helemaal aan. Probeer het nog eens."""

    code, status = "too_slow", 408


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


class ForColleague(NachtlichtError):
    """Dit gesprek wacht nog even op een collega."""

    code, status = "for_colleague", 409


class ColleagueAway(NachtlichtError):
    """Deze collega is er nu niet. Kies een ander, of laat het gesprek wachten op wie het eerst kan."""

    code, status = "colleague_away", 409


class HandsFull(NachtlichtError):
    """Je hebt al zoveel gesprekken als je wilt. Sluit er eerst een af, of stel je maximum hoger in."""

    code, status = "hands_full", 409


class NotYours(NachtlichtError):
    """Dit gesprek is nu niet bij jou."""

    code, status = "not_yours", 403


class HandoverOver(NachtlichtError):
    """Deze overdracht is al voorbij."""

    code, status = "handover_over", 409


class ReasonMissing(NachtlichtError):
    """Kies een reden om af te sluiten."""

    code, status = "reason_missing", 422


class InDanger(NachtlichtError):
    """Deze persoon is misschien in gevaar. Blokkeren kan dan niet. Geef het gesprek door, of roep je coördinator."""

    code, status = "in_danger", 409


class NoConsent(NachtlichtError):
    """Zonder een ja van de persoon gaat er niets door."""

    code, status = "no_consent", 409


class CodeWrong(NachtlichtError):
    """Deze code klopt niet, of is verlopen. Voeg de plek opnieuw toe, dan krijg je een nieuwe."""

    code, status = "wrong_code", 422


class NoticesOff(NachtlichtError):
    """Deze meldingen kunnen hier nu niet. Kies een andere manier, of probeer het later."""

    code, status = "notices_off", 409


class InvitationGone(NachtlichtError):
    """Deze uitnodiging is al gebruikt, of is verlopen. Vraag je coördinator om een nieuwe."""

    code, status = "invitation_gone", 410


class RenewalGone(NachtlichtError):
    """Deze link is al gebruikt, of is verlopen. Vraag je coördinator om een nieuwe."""

    code, status = "renewal_gone", 410


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


class HouseRunning(NachtlichtError):
    """Nachtlicht draait nog op deze database. Stop het eerst, op alle machines."""

    code, status = "house_running", 500


class HouseBusy(NachtlichtError):
    """Er wordt nu een back-up teruggezet of een sleutel vervangen. Probeer het zo nog eens."""

    code, status = "house_busy", 503


class RotationUnfinished(NachtlichtError):
    """Het vervangen van de hoofdsleutel is niet afgemaakt. Draai eerst `nachtlicht rotate-key`."""

    code, status = "rotation_unfinished", 500


class FileExists(NachtlichtError):
    """Dit bestand bestaat al. Kies een andere naam: we schrijven nooit over een back-up heen."""

    code, status = "file_exists", 409


class DatabaseNotEmpty(NachtlichtError):
    """Deze database is niet leeg. Zet een back-up alleen terug in een lege database."""

    code, status = "database_not_empty", 409


class BackupBroken(NachtlichtError):
    """Deze back-up is niet heel. Er is niets teruggezet. Neem een andere."""

    code, status = "backup_broken", 422


class BackupOfOtherKey(NachtlichtError):
    """Deze back-up is met een andere hoofdsleutel gemaakt. Zet die sleutel terug als `master.key` in de map met gegevens."""

    code, status = "backup_other_key", 409


class BackupTooOld(NachtlichtError):
    """Deze back-up is ouder dan 35 dagen. Gesprekken komen er niet meer uit terug. Met `--without-talks` de rest wel."""

    code, status = "backup_too_old", 409


class ErasuresMissing(NachtlichtError):
    """De lijst met gewiste gesprekken hoort niet bij deze back-up. Zet de map `erased` van toen terug, of kies `--without-talks`."""

    code, status = "erasures_missing", 409


class EngineMissing(NachtlichtError):
    """De omgeving van de engine ontbreekt (Python 3.10 met Rasa). Draai `make start`."""

    code, status = "engine_missing", 500


class EngineBroken(NachtlichtError):
    """De engine start niet. Kijk in engine.log in de map met gegevens, of begin schoon met `make clean` en `make start`."""

    code, status = "engine_broken", 500


class EngineDown(NachtlichtError):
    """De engine antwoordt nu niet."""

    code, status = "engine_down", 503


class EngineConfused(EngineDown):
    """De engine antwoordt, maar niet met iets waar we wat aan hebben."""

    code, status = "engine_confused", 503


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
