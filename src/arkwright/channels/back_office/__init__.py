"""The back office: server-rendered pages where colleagues look after range, stock, orders, dispatch, stores, messages and the ledger."""
