"""The shop's own pages: basket, checkout, order page, search and webhooks; everything else of the shop is published."""
