#!/usr/bin/env bash
# Makes .venv from a bare Python and fills it. Usage: tools/setup.sh base|dev|bench|fuzz
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
step "starting clearslate" "$venv/bin/python" -c 'import clearslate'
