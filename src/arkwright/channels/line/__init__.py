"""The line between head office and its stores: the replica goes down, the tills' journal comes up; every request is signed by a node."""
