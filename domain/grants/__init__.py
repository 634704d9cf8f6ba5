"""What users let applications do for them: grants, and the codes and tokens that come of them."""
