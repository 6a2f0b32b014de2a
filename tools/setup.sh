#!/usr/bin/env bash
# Makes .venv from a bare Python and fills it. Usage: tools/setup.sh base|server|dev|bench|fuzz
# On failure the last line names the step. Everything installed is pinned and hashed.
# A uv of the environment's own installs; where it reaches no index (it reads none of pip's mirrors),
# pip does the same from the same files.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1

set_name=${1:-dev}
venv=.venv
log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT

fail() {
    printf 'setup failed at: %s\n' "$1" >&2
    exit 1
}

step() { # step "what it does" command...; shows the command's output only when it fails
    local what=$1
    shift
    printf 'setup: %s\n' "$what"
    "$@" >"$log" 2>&1 || { cat "$log" >&2; fail "$what"; }
}

usable() { # a Python that is new enough and can make an environment
    "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    local candidate
    for candidate in ${PYTHON:+"$PYTHON"} python3 python3.13 python3.12 python3.11 python; do
        if usable "$candidate"; then
            printf '%s' "$candidate"
            return 0
        fi
    done
    return 1
}

python=$(find_python) || fail "finding Python 3.11 or newer with the venv module (set PYTHON=/path/to/python3)"

if ! "$venv/bin/python" -c '' 2>/dev/null; then
    rm -rf "$venv"
    step "making $venv with $("$python" --version 2>&1)" "$python" -m venv "$venv"
fi
with_pip=("$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input)
with_uv=("$venv/bin/uv" pip install --quiet --system-certs --python "$venv/bin/python")

install() { # install ARGUMENT... without following dependencies: the files name them all
    "${with_uv[@]}" --no-deps "$@" || "${with_pip[@]}" --no-deps "$@"
}

step "installing uv (requirements/uv.txt)" "${with_pip[@]}" --require-hashes -r requirements/uv.txt
step "installing the build backend (requirements/setup.txt)" \
    install --require-hashes -r requirements/setup.txt
step "installing packages (requirements/$set_name.txt)" \
    install --require-hashes -r "requirements/$set_name.txt"
step "installing clearslate itself" install --no-build-isolation --editable .
# The tests run on a real PostgreSQL too. Only its programs are needed, no running server.
has_postgresql() {
    [ -n "${PG_BIN:-}" ] && return 0
    command -v initdb >/dev/null 2>&1 && return 0
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null
}

install_package() { # as root only
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$1" ||
        { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$1"; }
}

install_postgresql() { # without the server that Debian would start
    mkdir -p /etc/postgresql-common
    [ -e /etc/postgresql-common/createcluster.conf ] ||
        echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
    install_package postgresql
}

# They look at the pages in a real browser.
has_chromium() {
    [ -n "${CHROMIUM:-}" ] && return 0
    local name
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" >/dev/null 2>&1 && return 0
    done
    return 1
}

may_install() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1
}

if [ "$set_name" = dev ] && ! has_postgresql; then
    if may_install; then
        step "installing PostgreSQL's programs (apt-get)" install_postgresql
    else
        printf 'setup: “make test” needs PostgreSQL'"'"'s programs: sudo apt-get install postgresql\n'
    fi
fi
if [ "$set_name" = dev ] && ! has_chromium; then
    if may_install; then
        step "installing a browser for the tests (apt-get)" install_package chromium
    else
        printf 'setup: “make test” needs a browser: sudo apt-get install chromium (or set CHROMIUM)\n'
    fi
fi
step "starting clearslate" "$venv/bin/python" -c 'import clearslate'
