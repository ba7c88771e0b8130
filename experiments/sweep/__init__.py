"""Studies: designs over levers and parameters, run anywhere, kept run by run, read as one frame."""
