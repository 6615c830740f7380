"""
The same talks as a person and a volunteer see them, in a real Chromium.
"""
