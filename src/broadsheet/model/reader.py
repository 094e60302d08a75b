"""Readers, by the name under which their votes, saves and picks are kept."""

# Who reads on the machine that runs the library. Until there are accounts this reader is the curator too.
LOCAL = "local"
