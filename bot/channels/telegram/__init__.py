"""The Telegram channel: updates in, replies out. What is said comes from the assistant; only words about Telegram itself are here."""
