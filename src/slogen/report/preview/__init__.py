"""A board's JSON as a page that a browser shows without Grafana: the panels in their places, with queries and, if there are any, data."""
