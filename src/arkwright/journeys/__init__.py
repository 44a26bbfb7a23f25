"""Stories that cross compartments: steps, their undoing, and what waits for later."""
