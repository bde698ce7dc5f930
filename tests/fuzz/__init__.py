"""Fuzzing: what comes from outside is spoilt, and must end in a value or in our own error."""
