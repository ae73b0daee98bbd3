"""What a new label revision means for the orders that are there: which of them are answered otherwise, and why."""
