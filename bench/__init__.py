"""Figures: one file each, measured beside a limit in the same run; `python -m bench` measures all and writes RESULTS.md."""
