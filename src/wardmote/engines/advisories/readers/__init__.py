"""Which kinds of document are read? One module to a kind, each with its READER, found by walking."""
