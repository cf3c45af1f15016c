"""What each page of the boards shows, gathered in a fixed number of queries."""
