"""Values as sources write them, read into our terms: text, people, dates, identifiers, links."""
