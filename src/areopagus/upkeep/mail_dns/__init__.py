"""What the domain name system says of the board's mails, as the mail servers that receive them ask it."""
