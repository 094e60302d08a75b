"""What Broadsheet talks about: papers, records, queries, results. Frozen, without I/O."""
