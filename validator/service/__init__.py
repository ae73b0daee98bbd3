"""The HTTP service: CDS Hooks for EHRs that ask while an order is written, and a FHIR operation for everyone else."""
