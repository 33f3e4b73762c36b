"""管理命令 · commands of `python -m django`."""
