"""Where the links in mails lead: unsubscribing, and confirming an address."""
