"""What Prometheus is told. The supervisor serves the sum over all processes on a port of its own."""

from prometheus_client import Counter, Histogram

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)

REQUESTS = Counter("guildhall_requests_total", "REST requests.", ["operation", "status"])
REQUEST_SECONDS = Histogram("guildhall_request_seconds", "Time to answer.", ["operation"], buckets=_SECONDS)


class OperationMetrics:
    """The metrics of one operation, looked up once."""

    def __init__(self, operation: str) -> None:
        self._operation = operation
        self._seconds = REQUEST_SECONDS.labels(operation)
        self._by_status: dict[int, Counter] = {}

    def observe(self, status: int, seconds: float) -> None:
        counter = self._by_status.get(status)
        if counter is None:
            counter = self._by_status[status] = REQUESTS.labels(self._operation, str(status))
        counter.inc()
        self._seconds.observe(seconds)
