"""Glossary files in, one checked and immutable index generation out."""
