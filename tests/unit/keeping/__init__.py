"""
Tests of what keeps: the audit, backups, the change of the master key, erasing and retention.
"""
