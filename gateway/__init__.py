"""The WebSocket face: what bots and clients hold open to be told what happens."""
