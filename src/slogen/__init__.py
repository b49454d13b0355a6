"""slogen compiles declarative SLO specs into Prometheus rules and everything around them."""

__version__ = "0.1.0"
