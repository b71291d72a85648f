"""Which bodies are there, at which date, who belongs to them, and what has each chosen to share?

Councils are dated facts with predecessors and successors. People belong to bodies through memberships,
and everything anybody may see follows from membership and from the council's own sharing choices.
"""
