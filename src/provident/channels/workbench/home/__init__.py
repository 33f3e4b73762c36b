"""首页与查找 · what a person sees first, and the one box that finds anything."""
