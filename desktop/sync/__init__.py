"""The laptop's side of a shared database: outbox, replica, and the engine that keeps them in step."""
