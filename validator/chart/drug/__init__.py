"""Other drugs: which they are, whether they are taken now, and what was had before."""
