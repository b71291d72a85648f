"""Which properties must an object of each kind of STIX 2.1 have? (Sections 4 to 7 of the standard.)"""

COMMON = ("spec_version", "created", "modified")

# Domain and relationship objects; each has COMMON as well.
DOMAIN = {
    "attack-pattern": ("name",),
    "campaign": ("name",),
    "course-of-action": ("name",),
    "grouping": ("context", "object_refs"),
    "identity": ("name",),
    "incident": ("name",),
    "indicator": ("pattern", "pattern_type", "valid_from"),
    "infrastructure": ("name",),
    "intrusion-set": ("name",),
    "location": (),
    "malware": ("is_family",),
    "malware-analysis": ("product",),
    "note": ("content", "object_refs"),
    "observed-data": ("first_observed", "last_observed", "number_observed"),
    "opinion": ("opinion", "object_refs"),
    "report": ("name", "published", "object_refs"),
    "threat-actor": ("name",),
    "tool": ("name",),
    "vulnerability": ("name",),
    "relationship": ("relationship_type", "source_ref", "target_ref"),
    "sighting": ("sighting_of_ref",),
    "extension-definition": ("created_by_ref", "name", "schema", "version", "extension_types"),
    "language-content": ("object_ref", "contents"),
}
# Not versioned: `modified` isn't theirs.
UNVERSIONED = {"marking-definition": ("spec_version", "created")}
# Cyber-observable objects have neither moment.
OBSERVABLE: dict[str, tuple[str, ...]] = {
    "artifact": (),
    "autonomous-system": ("number",),
    "directory": ("path",),
    "domain-name": ("value",),
    "email-addr": ("value",),
    "email-message": ("is_multipart",),
    "file": (),
    "ipv4-addr": ("value",),
    "ipv6-addr": ("value",),
    "mac-addr": ("value",),
    "mutex": ("name",),
    "network-traffic": ("protocols",),
    "process": (),
    "software": ("name",),
    "url": ("value",),
    "user-account": (),
    "windows-registry-key": (),
    "x509-certificate": (),
}
REQUIRED = (
    {kind: ("id", *COMMON, *asked) for kind, asked in DOMAIN.items()}
    | {kind: ("id", *asked) for kind, asked in UNVERSIONED.items()}
    | {kind: ("id", *asked) for kind, asked in OBSERVABLE.items()}
)
