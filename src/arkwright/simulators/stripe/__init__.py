"""A simulator of the parts of Stripe's API that hosted Checkout by redirect needs; Stripe's own library cannot tell.

`model.py` is the state machine, `api.py` the protocol, `page.py` the hosted payment page, `webhooks.py` the outgoing
events, `simulator.py` all of them behind one function, `server.py` the process.
"""
