"""Head office's side of the replica: lines of the compartments, pressed into pieces that are known by their hash."""
