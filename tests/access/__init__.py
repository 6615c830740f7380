"""
Who gets in, and what they may touch: over HTTP, on both databases, in houses without engine.
"""
