"""Tables: formats in and out, and the treatment of record batches."""
