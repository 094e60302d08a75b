"""The pieces of a query text: tokens, values of fields, spans of days."""
