"""A mailbox for the demo and the tests: real SMTP on this machine, every message readable on a plain page.

`letters.py` keeps the messages, `page.py` shows them, `server.py` is the process.
"""
