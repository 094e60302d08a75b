"""Speed and quality, measured on real papers. `make bench` runs everything; `python -m bench NAME` one part."""
