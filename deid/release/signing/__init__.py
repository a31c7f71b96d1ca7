"""Signed evidence: who vouches for what, in envelopes that anyone can check offline with a public key."""
