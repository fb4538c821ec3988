"""Charts: each function takes a frame and a palette and returns a Plotly chart."""
