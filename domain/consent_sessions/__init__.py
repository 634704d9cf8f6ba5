"""Who is logged in on the consent page: a browser's session, which is good for nothing else."""
