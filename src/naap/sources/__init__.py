"""Outside data becomes claims here. One source is one small Python file and one YAML file."""

from naap.sources.importing import Report, import_file
from naap.sources.source import Reading, Request, Source, source_named, sources

__all__ = ["Reading", "Report", "Request", "Source", "import_file", "source_named", "sources"]
