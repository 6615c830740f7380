"""
Whole talks over HTTP, against the real app, engine and actions, on both databases.
"""
