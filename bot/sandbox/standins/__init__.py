"""One file per platform that stands in for it here; a file is a stand-in, there is no list to edit."""
