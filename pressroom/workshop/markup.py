"""Write markup: texts in, safe within HTML, SVG and XML, out; Pressroom's own pages from templates.

Templates of layouts are filled in ``makeup``, in a sandbox: they are written by others.
"""

from __future__ import annotations

from pathlib import Path


def escape(text: str) -> str:
    """Make a text safe inside an element and its attributes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def fill_template(file: Path, **values: object) -> str:
    """Fill a template, a file beside a module; all values are escaped but those that it calls safe."""
    import jinja2  # it takes long to load, and galleys only escape

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(file.parent),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(file.name).render(values)
