"""
What goes wrong, on purpose: weeks with empty shifts, apps and browsers that are killed, claims at the same moment.
"""
