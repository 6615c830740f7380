"""
The other ends of notices: a push service and a mail server of our own, real ones on free ports of this machine.
"""
