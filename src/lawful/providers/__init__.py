"""Who answers: one file a wire, one row a provider, and the scripted double.

A wire is an API format; a row says who speaks it where and which variable holds the key. The vendors' SDKs are loaded
by the first request.
"""
