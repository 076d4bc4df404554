"""What a visitor's tab and the server remember."""
