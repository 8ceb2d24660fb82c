from __future__ import annotations

import pikepdf

SAVE = {"encryption": pikepdf.Encryption(owner="press", user="", R=6)}


def only_the_owner_may_change_it(pdf: pikepdf.Pdf) -> None:
    """It opens without a password."""
