"""Card terminals of a shop: the port `kit/terminal.py` over nexo messages on HTTP."""
