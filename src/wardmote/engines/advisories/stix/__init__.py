"""How do warnings travel as STIX 2.1: read from others, written for others, and judged when a client adds some?"""
