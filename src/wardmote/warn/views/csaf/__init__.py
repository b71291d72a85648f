"""Files that everybody may read without signing in, found by walking: what is published as CSAF."""
