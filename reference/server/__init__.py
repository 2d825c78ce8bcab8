"""The server of every protocol: asyncio around its room."""
