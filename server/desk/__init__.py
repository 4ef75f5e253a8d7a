"""What concerns the whole desk rather than one page of it: finding things, what happened, who sees what of oneself."""
