"""The Child-Pugh class as it is recorded, and its score."""
