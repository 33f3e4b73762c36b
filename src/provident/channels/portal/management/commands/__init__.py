"""管理命令 · one module a command."""
