"""The file-set of a release: names that a File ID can have, and the directory (PS3.10 section 8, PS3.3 annex F)."""
