"""量测 · our figures beside the machine's raw limit, in one run: `provident bench`."""
