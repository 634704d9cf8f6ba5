"""The contract: openapi.json, and the tools that write it and compare it with the published one."""
