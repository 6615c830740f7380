"""
The console: the helpers' page and the helpers' side of the public interface.
"""
