"""
The store: tables, migrations, encryption and the message log, on SQLite or PostgreSQL.

Nothing here knows a feature. Rooms above use `Database` for transactions, `log` for what was said, `keys` for what
must be unreadable at rest, `texts` for what we say, and `errors` for what can go wrong.
"""
