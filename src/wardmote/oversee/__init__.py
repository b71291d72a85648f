"""Where is every council, seen from above?

The map of councils at any date, and figures across councils: always aggregates over at least five,
never a ranking.
"""
