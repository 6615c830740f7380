"""
The Telegram channel: takes in what a person sends to our bot, and delivers from the log what is said back.
"""

from bot.channels.telegram.channel import Telegram

__all__ = ["Telegram"]
