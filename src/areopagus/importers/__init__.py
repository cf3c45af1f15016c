"""Moving in from other software: old dumps are read, old addresses answered."""
