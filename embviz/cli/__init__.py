"""The `embviz` command."""
