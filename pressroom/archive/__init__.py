"""The archive: every issue again, in many processes or on many machines, and proof that it is the same."""
