"""The desk's channel: the board of switches, the forms that move them, their JSON, and what is published for the nodes."""
