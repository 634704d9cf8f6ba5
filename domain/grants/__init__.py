"""What users let applications do for them: grants, authorization codes, access and refresh tokens."""
