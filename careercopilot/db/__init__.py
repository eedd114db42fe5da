"""Database roles, row level security context and the embedded server."""
