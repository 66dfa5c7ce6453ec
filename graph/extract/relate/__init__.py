"""Relations between the mentions: one component each, all writing to one set."""
