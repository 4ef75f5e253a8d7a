"""The templates that ship with the product: each trains something, says what, and links practice."""
