"""A file that leaves the vault closed: what it needs is said by name where it is missing."""

from __future__ import annotations

import sys

import pytest

from supervision_tui.exports.encryption import Encryption, check_encryption, encrypted
from supervision_tui.vault.errors import VaultError

RECIPIENT = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"


@pytest.fixture
def without_age(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation without the library of age."""
    monkeypatch.setitem(sys.modules, "pyrage", None)


@pytest.mark.usefixtures("without_age")
def test_where_age_is_not_installed_it_is_offered_by_name() -> None:
    with pytest.raises(VaultError, match=r"install supervision-tui\[age\]"):
        check_encryption(Encryption(recipient=RECIPIENT))
    with pytest.raises(VaultError, match=r"install supervision-tui\[age\]"):
        encrypted(b"a summary", "pdf", Encryption(password="a plain sentence"))


@pytest.mark.usefixtures("without_age")
def test_a_workbook_with_a_password_and_a_plain_file_need_no_age() -> None:
    check_encryption(Encryption(password="a plain sentence"))
    assert encrypted(b"a summary", "pdf", Encryption()) == b"a summary"
