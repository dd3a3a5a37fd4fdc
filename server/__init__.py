"""A question in, over HTTP or on the command line; an answer with citations out."""
