"""
Tests of single rooms.
"""
