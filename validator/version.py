"""The version of this distribution; the same words as in `pyproject.toml`, which a test holds to it."""

VERSION = "0.1.0"
