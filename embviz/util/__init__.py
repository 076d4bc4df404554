"""Settings with ranges, memory, threads, and where things lie."""
