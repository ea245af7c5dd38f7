"""One function per question that a GET endpoint asks: a Dataset in, plain data out; no HTTP, no clock."""
