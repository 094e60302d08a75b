"""Mails: made, signed, kept until they are sent, sent once."""
