"""A check from the command line."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from tests.examining import DRIFT_BY_NAME, examine, grave

from truecopy.cli.check_session import keep_attachments


def test_what_curl_lines_refer_to_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the folder of Truecopy; where that cannot be, it is said."""
    monkeypatch.chdir(tmp_path)
    result = examine("powertokens", DRIFT_BY_NAME["metadata-removed"])
    finding = replace(grave(result)[0], attachments={"body.bin": b"x"})
    result = replace(result, findings=(finding,))

    assert keep_attachments(result) == ""
    assert (tmp_path / ".truecopy" / "body.bin").read_bytes() == b"x"

    os.chdir(tmp_path / ".truecopy")
    Path(".truecopy").write_text("")
    assert "curl lines of the report refer to it" in keep_attachments(result)
