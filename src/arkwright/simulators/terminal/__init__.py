"""A simulator of a card terminal: nexo to the till, ISO 8583 to the acquirer, a page for the hand that holds the card.

`books.py` is what it keeps on its disk, `ledger.py` what it writes there and when, `machine.py` one life from power on to power
loss, `talk.py` its nexo, `simulator.py` the box around it with the power switch, `page.py` the box's page, `server.py` the process.
"""
