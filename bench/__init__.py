"""
Measurements: ours beside the stock ones, on the same data and the same machine, each in a process of its own.
"""
