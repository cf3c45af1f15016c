"""Parse the request, call one thing, show the answer."""
