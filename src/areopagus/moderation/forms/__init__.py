"""What moderators and those who report are asked."""
