"""Series: contests that come again by themselves."""
