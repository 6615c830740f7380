"""
The bot: everything that faces the person, from channel to safety net to router, and the command that puts the house together.
"""
