"""Events that applications receive over HTTP."""
