"""Measurements: each part beside the limit of the machine, in the same run. `make bench`."""
