"""
The web channel: the chat page and the person's side of the public interface.
"""
