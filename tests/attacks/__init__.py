"""
Attacks: each test is somebody who tries to get in, to get at another's words, or to get the house down.
"""
