"""What to say, the same for every channel: Reply = blocks."""
