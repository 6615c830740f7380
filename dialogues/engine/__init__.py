"""
The few classes of ours that run inside Rasa, on Python 3.10: how a turn comes in, what it remembers, how words are understood.
"""
