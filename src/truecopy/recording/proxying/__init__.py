"""The proxy: what passes is judged, journaled, and kept where that is wanted."""
