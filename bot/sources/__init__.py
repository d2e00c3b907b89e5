"""One file per way of learning that an article exists; a file here is a source."""
