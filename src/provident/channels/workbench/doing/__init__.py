"""办理 · the page on which an operation is done: form, facts, what will be booked."""
