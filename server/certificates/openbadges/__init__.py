"""Awards as Open Badges 3.0: credentials that anybody can check, without this service too."""
