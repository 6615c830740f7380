"""
Tests of the notices to helpers.
"""
