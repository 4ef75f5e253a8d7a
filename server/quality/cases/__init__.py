"""Calls kept for training, and whom they were given to practise on."""
