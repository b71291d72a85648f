"""What a council runs, as pages and other rooms ask for it: nothing here writes."""
