"""What spreads: panels for event history analysis, from the statements of a graph."""
