"""What people and programs touch: parse a request, call one journey or lane, reply; never decide."""
