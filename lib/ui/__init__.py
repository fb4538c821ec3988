"""What Streamlit shows: the only modules of the library that import Streamlit."""
