"""A press room for magazines: YAML, Markdown and pictures in, a paginated PDF and an EPUB out."""

__version__ = "0.1.0"
