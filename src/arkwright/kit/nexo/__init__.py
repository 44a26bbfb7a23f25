"""Messages between a till and a card terminal: nexo Retailer, Sale to POI, version 3.1, in JSON; the parts that a shop needs.

Field names are the standard's (`service_id` stands for `ServiceID`), in the form in which Adyen's terminals speak JSON. What a
terminal sends beside is read over, above all receipts and what it knows of the card.
"""
