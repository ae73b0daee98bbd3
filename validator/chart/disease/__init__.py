"""Which cancer it is, how far it has spread, and how well it is differentiated."""
