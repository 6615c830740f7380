"""
Tests of the safety net.
"""
