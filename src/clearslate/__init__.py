"""Clearslate: a declared use of generative AI goes in, a reasoned assessment comes out."""

__version__ = "0.1.0"
