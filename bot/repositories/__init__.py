"""What the use cases may ask of storage: one small protocol per aggregate.

Everything here runs inside the caller's transaction; none of it can commit. Instants are aware UTC.
"""
