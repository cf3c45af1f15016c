"""Areopagus: forum software that old communities move into."""

__version__ = "0.1.0"
