"""The shelf: what a store's node holds of head office's data, in a file of its own from which tills look things up."""
