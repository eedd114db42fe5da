"""Whether one prompt is better than another: bounds that hold however often one looks, and the gate built on them.

Pure: numpy only. `betting` gives the bounds, `proportions` Wilson intervals and Cohen's kappa, `gate` decides on a trial,
`simulation` measures how often the gate errs.
"""
