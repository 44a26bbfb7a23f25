"""A simulator of a card acquirer: ISO 8583:1987 over TCP. It holds tokens, schemes and last four digits, and never a card number.

`messages.py` is the wire, `books.py` what it holds, `model.py` its decisions, `simulator.py` all of it behind two functions (one
for messages, one for its page), `line.py` how a terminal reaches it, `server.py` the process.
"""
