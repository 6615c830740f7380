"""
The handover: everything that faces helpers. A person's question waits, is taken by exactly one human, and ends with an
owner and a reason. What crosses to a helper is only what the person agreed to, and the live talk from then on.
"""
