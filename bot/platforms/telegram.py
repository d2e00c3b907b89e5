"""Telegram channels, by python-telegram-bot."""
