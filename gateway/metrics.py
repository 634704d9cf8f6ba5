"""What the gateway counts."""

from prometheus_client import Counter, Gauge

CONNECTIONS = Gauge("guildhall_gateway_connections", "Open sockets.", multiprocess_mode="livesum")
SESSIONS = Gauge("guildhall_gateway_sessions", "Sessions, with and without a socket.", multiprocess_mode="livesum")
EVENTS_RECEIVED = Counter("guildhall_gateway_events", "Events that this node received from the bus.")
DELIVERIES = Counter("guildhall_gateway_deliveries", "Events handed to a session.")
RESUMES = Counter("guildhall_gateway_resumes", "Sessions that went on on a new socket.")
CLOSES = Counter("guildhall_gateway_closes", "Sockets closed by the gateway.", ["code"])
