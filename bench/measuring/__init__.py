"""What the figures share: premises to measure on, who loads them, the limits beside them, and the page of results."""
