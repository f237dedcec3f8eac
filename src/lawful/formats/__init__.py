"""One file a kind of context file."""
