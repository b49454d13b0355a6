"""L5: advice on rules, specs and runbooks that work, and will be regretted."""
