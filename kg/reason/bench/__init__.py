"""How fast the reasoner is beside others: `make bench-reason`. Made graphs of any size, and the measuring."""
