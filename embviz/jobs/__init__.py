"""The engine, and all the work that runs on it: chunks of about 0.1 s on worker processes."""
