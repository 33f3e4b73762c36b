"""门户的管理命令 · what Django's own tools need to know about the pages."""
