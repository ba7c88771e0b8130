"""Trials inside the model: what a published study did, done to simulated firms, and its estimator on what follows."""
