"""A believable demo centre: invented people, ninety days of work, and a simulator that keeps it going.

What `echelon serve --demo` calls, in this order:

- `await seeds.pouring.pour(settings, progress=…)` before the server listens. It looks for itself whether there is anything
  to do: a finished demo centre or somebody's own data are left alone, a half-poured centre is finished. Both addresses of
  the engines must be set in `settings`, and the database migrated. `progress(what, done)` is told the step in a few words
  and the share done, 0 to 1; `seeds.console.progress_bar()` is a context that gives such a function, drawn with rich.
- `await seeds.simulator.simulate(base_url)` as a task beside the running server; it ends by being cancelled. Where the
  database does not hold a demo centre it returns at once.
- `seeds.accounts.SIGN_INS` and `seeds.accounts.PASSWORD` are what to print for people.

Nothing here reads the database: everything goes through the doors that users have.
"""
