"""What an Observation asks and answers: measurements, attested criteria, codes and words."""
