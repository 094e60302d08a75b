"""What a reader follows, keeps and sets."""
