from __future__ import annotations

import pikepdf

EDITION = "cover"
#: The sides of the clean file are 60 mm wide.
PLAN = {"page": 5.0, "spine": 50.5}


def a_leaf_too_few(_pdf: pikepdf.Pdf) -> None:
    """The cover was made before the plan had its last leaf."""
