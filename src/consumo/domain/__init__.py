"""Words and rules of the field: no I/O, no clock, no globals; imported by everyone, imports nobody."""
