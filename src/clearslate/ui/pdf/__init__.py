"""Assessments as PDF: set from the outline that every renderer writes out, in one ink."""

from clearslate.ui.pdf.paper import Paper, write

__all__ = ["Paper", "write"]
