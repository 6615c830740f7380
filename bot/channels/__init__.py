"""
Channels: the ways in which a person reaches us. A channel takes in, and delivers from the log after its cursor.
"""
