"""What a process is: edge, office, desk; one page wires each."""
