"""What one reader wants to see: follows, a small model learned from ratings, and why."""
