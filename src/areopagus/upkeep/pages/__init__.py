"""What the machine room shows."""
