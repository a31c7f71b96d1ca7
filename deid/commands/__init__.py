"""The commands of evidence: keys, signatures, verification, disclosure. No logic: each calls the library."""
