"""What colleagues in a store see: tills, the manager's page, what works now, and receipts."""
