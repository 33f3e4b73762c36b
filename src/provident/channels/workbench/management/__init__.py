"""管理命令 · what the translators' tools need to know of this system."""
