"""Thin HTTP routes: read the request, call answering or retrieval, shape the response."""
