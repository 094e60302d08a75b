"""Editions: what the front page of a day, a week or a month is made from, and when."""
