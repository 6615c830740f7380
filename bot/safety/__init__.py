"""
The safety net: looks at every message of a person, before and without the engine, and answers danger with a text of record.
"""
