"""Which warnings concern a council, how urgent is each, and who has acted?

Sources are read on a schedule and merge into one story for each vulnerability; stories are matched with the inventory
of every council, decided on by plain rules, and told once, as each person chose. The readers, the matcher and the
rules are an engine.
"""
