"""The career room: what is on record about people, how ready they are, who decides about them, and what they are given."""
