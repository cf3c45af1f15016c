"""What administrators do. Each action writes in one transaction."""
