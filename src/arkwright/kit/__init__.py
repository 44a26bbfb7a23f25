"""What everything stands on: the world, messages, refusals, money, signing, and the database port."""
