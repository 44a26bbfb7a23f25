"""Arkwright: a retail platform in watertight compartments that keeps a shop trading through a cyber incident."""
