"""One file a language: the words it has for the marks and terms of `lawful.language`."""
