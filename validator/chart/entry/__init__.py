"""Whether an entry of the chart may be relied on, whose it is, and what it may mean where it is in doubt."""
