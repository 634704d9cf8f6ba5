"""SKUs and entitlements of applications. Docs: resources/sku, resources/entitlement."""

from rest.operation import Operation

OPERATIONS: list[Operation] = []
