"""日志 · what was done and what was said on the wire: operations and messages."""
