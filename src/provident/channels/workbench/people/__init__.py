"""单位与职工 · the pages about employers and members: finding them, and everything of one."""
