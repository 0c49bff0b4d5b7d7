"""The staff page: a small application of its own under /staff, server-rendered, without any script."""

from bot.channels.web.staff.app import staff_mount

__all__ = ["staff_mount"]
