"""``python -m pressroom.cli``."""

from __future__ import annotations

from pressroom.cli import main

if __name__ == "__main__":
    main()
