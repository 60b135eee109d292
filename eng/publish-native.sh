#!/usr/bin/env bash
# Publishes the ready-made host as a native program, with warnings as errors, and runs it. Not part of .ci/run: besides
# the SDK it needs the platform's linker. Skips itself, with the reason, when there is none.
set -euo pipefail
cd "$(dirname "$0")/.."

command -v clang >/dev/null || command -v gcc >/dev/null || { echo 'skipped: neither clang nor gcc is here to link with'; exit 0; }

output=$(mktemp -d)
trap 'rm -rf "$output"' EXIT
dotnet publish samples/StandaloneNode -c Release -p:PublishAot=true -o "$output"
sleep 1 | "$output/nodegroups-node" --stdin watch | grep '^ready {'
