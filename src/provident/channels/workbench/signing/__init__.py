"""登录 · the pages at the door of the workbench, and the guard that all others call."""
