"""Config: settings, addresses, and the frame around every page. The only room that names every other."""
