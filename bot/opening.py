"""
Opening: the database and the master key of an installation, as every command needs them first.
"""

from sqlalchemy import select

from bot.settings import Settings
from store.database import Database, newest
from store.errors import DatabaseNewer, DataFolderClosed, MasterKeyWrong, NachtlichtError, RotationUnfinished
from store.keys import MasterKey
from store.schema import Conversation


async def open_store(settings: Settings) -> tuple[Database, MasterKey]:
    """
    The database, migrated, and the master key, made on first use.

    Raises DataFolderClosed, DatabaseUnreachable, DatabaseNewer, DiskFull, HouseBusy, RotationUnfinished, and of the key
    MasterKeyMissing, MasterKeyExposed, MasterKeyWrong.
    """
    database = closed_store(settings)
    await database.open()
    try:
        if settings.new_master_key.exists():
            raise RotationUnfinished
        return database, await _fitting(database, settings)
    except NachtlichtError:
        await database.close()
        raise


def closed_store(settings: Settings) -> Database:
    """
    The database, not opened yet. Raises DataFolderClosed.
    """
    try:
        settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise DataFolderClosed from error
    return Database(settings.database, erasures=settings.erasures)


async def must_fit(database: Database, settings: Settings, master: MasterKey) -> None:
    """
    Whether a house that was away from its database for a moment may go on: same tables, same key. Raises DatabaseNewer,
    RotationUnfinished, MasterKeyMissing, MasterKeyExposed, MasterKeyWrong.
    """
    if settings.new_master_key.exists():
        raise RotationUnfinished
    if await database.schema() != newest():
        raise DatabaseNewer
    now = await _fitting(database, settings)
    if now.pseudonym("house", "") != master.pseudonym("house", ""):
        raise MasterKeyWrong


async def _fitting(database: Database, settings: Settings) -> MasterKey:
    """
    The master key, tried on one talk.
    """
    query = select(Conversation.id, Conversation.wrapped_key).where(Conversation.wrapped_key.is_not(None))
    async with database.reading() as session:
        known = (await session.execute(query.limit(1))).first()
    master = MasterKey.read(settings.master_key, create=known is None)
    if known is not None:
        master.unwrap(known.wrapped_key, known.id)
    return master
