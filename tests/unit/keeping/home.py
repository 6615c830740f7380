"""
An installation as the commands find it: a data folder with a master key, and a database.
"""

import os
import subprocess
from pathlib import Path

from store.database import Database
from store.erasures import Erasures
from tests.unit.bot.test_command_line import nachtlicht as run
from tests.unit.handover.scene import KEY


class Home:
    """
    One data folder and the address of its database. The key is the one of the scenes.
    """

    def __init__(self, data: Path, address: str) -> None:
        self.data, self.address = data, address
        data.mkdir(mode=0o700)
        key = data / "master.key"
        with os.fdopen(os.open(key, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
            file.write(KEY)
        self.erasures = Erasures(data / "erased")
        self.database = Database(address, erasures=self.erasures)

    def nachtlicht(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """
        Run a command on this installation.
        """
        return run(*arguments, data=str(self.data), database_url=self.address)
