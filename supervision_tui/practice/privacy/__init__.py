"""Privacy: small numbers hidden, names and references found where they must not stand."""
