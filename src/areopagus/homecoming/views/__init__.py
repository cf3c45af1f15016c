"""What is sent and shown about claims."""
