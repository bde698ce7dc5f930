"""How the promises were kept: tables over replayed requests."""
