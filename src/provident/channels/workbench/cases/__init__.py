"""办件 · what waits for a second person, and one case from hand to hand."""
