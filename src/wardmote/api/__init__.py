"""How do other programs read the register and work on a council's behalf? REST under `/api/v1/`.

Each room offers its own operations in its `rest.py`; here they are found, let in by bearer token, cut into
pages, described in one OpenAPI document, and refused in one way (RFC 9457).
"""
