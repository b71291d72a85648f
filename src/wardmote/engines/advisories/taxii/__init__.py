"""How is TAXII 2.1 spoken, without the network: pages and filters of a server, and the dialogue of a client?"""
