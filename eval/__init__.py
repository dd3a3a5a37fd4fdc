"""Judged questions and a retriever in, measured quality out."""
