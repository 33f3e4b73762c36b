"""清册与名单 · the pages about monthly lists with their orders to pay, and about rosters."""
