"""Two days of a made-up OmniHub in a real Prometheus, and its boards drawn with them."""
