"""
Notices: the same news for a helper who has no console open, by Web Push, e-mail or Telegram, with no word of content.
"""
