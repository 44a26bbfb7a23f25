"""What staff of the office and of the desk may do."""
