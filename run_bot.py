#!/usr/bin/env python3
"""Start the assistant, or run one of its commands: `python run_bot.py --help`."""

from bot.cli import main

if __name__ == "__main__":
    main()
