"""What every web channel has in common: one door with its checks, one place for errors, forms, pages, rates, metrics and health."""
