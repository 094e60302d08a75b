"""The front page of research, on the reader's own machine."""

__version__ = "0.1.0"
