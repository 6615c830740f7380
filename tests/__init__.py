"""
The tests. They go through what we promise: HTTP, the command line, a real browser, a real Telegram client, real databases.
"""
