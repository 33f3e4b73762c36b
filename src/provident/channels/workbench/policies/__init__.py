"""制度 · the policy in force, its releases, and the catalogue of operations."""
