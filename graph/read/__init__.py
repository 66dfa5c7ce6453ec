"""From a file to a Report: decoding, outline, who reports and for which year."""

from graph.read.catalogue import CatalogueEntry, read_catalogue
from graph.read.files import Source, find_files
from graph.read.report import read_report

__all__ = ["CatalogueEntry", "Source", "find_files", "read_catalogue", "read_report"]
