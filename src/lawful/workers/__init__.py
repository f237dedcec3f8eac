"""Worker processes that may crash, hang or be killed without harm to whoever asked them for something."""
