#!/usr/bin/env bash
# Pins every requirement set with hashes, for all platforms and every Python from 3.11 on.
# The files name no package index, so they work wherever the packages come from.
# Each set follows the pins of the one below it, so that they install into one environment.
set -euo pipefail
cd "$(dirname "$0")/../requirements"

lock() { # lock NAME SOURCE...
    local name=$1
    shift
    echo "lock: requirements/$name.txt"
    ../.venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
        --generate-hashes --no-emit-index-url --no-header --output-file "$name.txt" "$@"
}

lock base ../pyproject.toml
lock prove ../pyproject.toml --extra prove --constraint base.txt
lock server ../pyproject.toml --extra server --extra postgresql --constraint base.txt
lock dev ../pyproject.toml --extra prove --extra server --extra postgresql dev.in --constraint prove.txt
lock bench ../pyproject.toml --extra prove bench.in --constraint dev.txt
lock fuzz fuzz.in --constraint dev.txt
lock setup setup.in --constraint dev.txt
lock uv uv.in
