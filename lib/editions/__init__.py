"""Editions of the data: a store of complete sets, what differs between two, which one is served."""
