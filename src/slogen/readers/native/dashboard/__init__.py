"""The kind Dashboard: boards beside those that are made of every service."""
