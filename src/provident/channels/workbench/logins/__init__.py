"""用户 · the pages about the people who work here: their logins, sign-ins and what they saw."""
