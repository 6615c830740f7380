"""
`python -m bot` is `nachtlicht`.
"""

from bot.cli import main

main()
