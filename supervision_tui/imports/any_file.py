"""Whatever file of children or workers a council has: told apart by what stands in it."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from supervision_tui.desk.caseload import CaseloadFile, ImportRefused
from supervision_tui.desk.take_dataset import DatasetFile
from supervision_tui.desk.take_workforce import WorkforceFile

AnyFile = CaseloadFile | WorkforceFile | DatasetFile


def read_any(path: Path, today: date) -> AnyFile:
    """Annex A, a plain caseload, a workforce census, or the safeguarding dataset whose folder a CSV file lies in.

    Raises `ImportRefused` where it is none of them; the sentence is that of Annex A, the usual one.
    """
    if path.suffix.lower() == ".xml":
        from .workforce_census import read_workforce

        return read_workforce(path, today)
    from .annex_a import read_annex_a
    from .tables.sheets import read_sheets
    from .safeguarding_dataset import is_of_dataset, read_ssd

    is_folder = os.path.isdir(path)
    is_text = is_folder or path.suffix.lower() == ".csv"
    if is_text and any(is_of_dataset(sheet) for sheet in read_sheets([path])):
        return read_ssd(path if is_folder else path.parent, today)
    try:
        return read_annex_a([path], today)
    except ImportRefused as why:
        from .caseload_file import read_caseload

        try:
            return read_caseload([path], today)
        except ImportRefused:
            raise why from None
