"""How are facts fetched? All of the engine's input and output is here, and nothing here judges."""
