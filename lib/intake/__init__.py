"""Takes in tables as ministries send them."""
