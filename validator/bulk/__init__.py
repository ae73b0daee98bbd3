"""Every order of an export: Bulk Data NDJSON read in two passes, each order judged in its patient's chart."""
