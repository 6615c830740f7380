"""
The language of the house: every Dutch line that a person can see, gathered, and held against the twenty rules for our lines.
"""
