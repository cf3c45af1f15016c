"""What the pages of this room show. Each insists that whoever asks may see it."""
