"""
Telegram, end to end: the real client over HTTP against a Bot API server of our own.
"""
