"""What do CSAF documents say, are they valid, and how do we publish our own?

`parsing` makes a document of bytes, `judging` holds it against the standard, `reading` makes advisories of it.
`provider` and `collecting` read what others publish; `writing` and `publishing` publish ours. CSAF 2.0 is an OASIS
standard; 2.1 is read too.
"""
