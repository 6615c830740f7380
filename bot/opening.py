"""
Opening: the database and the master key of an installation, as every command needs them first.
"""

from sqlalchemy import func, select

from bot.settings import Settings
from store.database import Database
from store.errors import DataFolderClosed, MasterKeyMissing
from store.keys import MasterKey
from store.schema import Conversation


async def open_store(settings: Settings) -> tuple[Database, MasterKey]:
    """
    The database, migrated, and the master key, made on first use.

    Raises DataFolderClosed, DatabaseUnreachable, DatabaseNewer, DiskFull, MasterKeyMissing, MasterKeyExposed.
    """
    try:
        settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise DataFolderClosed from error
    database = Database(settings.database)
    await database.open()
    async with database.reading() as session:
        known = await session.scalar(
            select(func.count()).select_from(Conversation).where(Conversation.wrapped_key.is_not(None))
        )
    try:
        return database, MasterKey.read(settings.master_key, create=not known)
    except MasterKeyMissing:
        await database.close()
        raise
