"""The report for people: one page that needs nothing but a browser."""

from conformance.report.html.page import HtmlReport

__all__ = ["HtmlReport"]
