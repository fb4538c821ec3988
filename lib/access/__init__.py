"""Who may do what: configuration, roles and decisions, without a server."""
