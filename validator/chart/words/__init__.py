"""Words of free text that count as evidence, and what governs them."""
