"""L5: findings as text for a terminal or a log."""

from slogen.report.text import render, summary

__all__ = ["render", "summary"]
