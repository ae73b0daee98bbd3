"""Operations done and planned."""
