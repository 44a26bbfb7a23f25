"""Stripe: `client.py` calls it, `webhook.py` checks what it sends. Card numbers stay on Stripe's own page."""
