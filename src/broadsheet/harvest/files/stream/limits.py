"""How much is held in memory at once."""

CHUNK = 1 << 16  # bytes read, and bytes looked at to recognise a format
PIECE = 1 << 18  # bytes decompressed at a time
RECORD = 64 << 20  # the longest line or record that is taken in
PAGE = 16 << 20  # the longest HTML page: its tree takes about ten times as much
ELEMENT = 8 << 20  # the longest element of an XML file: its tree takes up to thirty times as much
WINDOW = 128 << 20  # the most that a decompressor may claim

TOO_LONG = f"longer than {RECORD >> 20} MiB"
