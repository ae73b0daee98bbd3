"""One order as far as it is read: product, instructions, supply, reasons."""
