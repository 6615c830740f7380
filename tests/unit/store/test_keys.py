"""
The master key: made once, readable by nobody else, and missed loudly.
"""

from pathlib import Path

import pytest

from store.errors import MasterKeyExposed, MasterKeyMissing, MasterKeyWrong
from store.keys import MasterKey


def test_the_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "data" / "master.key"
    first = MasterKey.read(path, create=True)
    assert path.stat().st_mode & 0o777 == 0o600
    key, wrapped = first.new_data_key("a")
    again = MasterKey.read(path, create=False)
    assert again.unwrap(wrapped, "a") == key
    with pytest.raises(MasterKeyWrong):
        again.unwrap(wrapped, "b")


def test_a_missing_exposed_or_broken_key_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    with pytest.raises(MasterKeyMissing):
        MasterKey.read(path, create=False)
    path.write_bytes(bytes(32))
    path.chmod(0o644)
    with pytest.raises(MasterKeyExposed):
        MasterKey.read(path, create=False)
    path.chmod(0o600)
    path.write_bytes(b"kort")
    with pytest.raises(MasterKeyWrong):
        MasterKey.read(path, create=False)


def test_pseudonyms_find_again_and_cannot_be_joined_without_the_key() -> None:
    one, two = MasterKey(bytes(32)), MasterKey(bytes(range(32)))
    assert one.pseudonym("telegram", "42") == one.pseudonym("telegram", "42")
    assert len({one.pseudonym("telegram", "42"), one.pseudonym("web", "42"), two.pseudonym("telegram", "42")}) == 3
