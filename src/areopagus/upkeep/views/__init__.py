"""The machine room in the browser."""
