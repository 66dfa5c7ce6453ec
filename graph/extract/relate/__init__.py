"""Relations between the mentions: one component per relation, all writing to one set of findings."""
