"""The web as a channel: JSON API, kiosk page, health and metrics, over one Starlette application."""
