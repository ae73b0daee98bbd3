"""One order judged: in its chart, with what was set aside, and what became of everything that came."""
