"""A plausible British department store to try Arkwright on: range, pictures, stores."""
