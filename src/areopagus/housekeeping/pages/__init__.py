"""What administrators see of housekeeping."""
