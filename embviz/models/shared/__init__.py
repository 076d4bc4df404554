"""What several models need: windows, negatives, blocks, gradients, forecasts."""
