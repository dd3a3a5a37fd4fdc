"""A question in, ranked passages and related terms out."""
