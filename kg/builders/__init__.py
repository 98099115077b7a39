"""Commands that rebuild the data and code that travel with the package from their sources."""
