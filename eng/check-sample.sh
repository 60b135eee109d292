#!/usr/bin/env bash
# Runs a built sample (its folder is the argument) and compares what it prints with the comment under "Expected output:"
# or "Expected output, in any order:" at the head of its Program.cs. There ... stands for what varies.
set -uo pipefail
program=$1/Program.cs
printed=$(dotnet run -c Release --no-build --project "$1" </dev/null)
code=$?
printf '%s\n' "$printed"
[ "$code" -eq 0 ] || exit "$code"

expected=$(awk '
  /^\/\/ .*Expected output(, in any order)?:$/ { found = 1; next }
  found && /^\/\/   / { print substr($0, 6); next }
  found && !/^\/\/$/ { exit }' "$program")
if [ -z "$expected" ]; then
  echo "FAILED: $program does not tell what to expect."
  exit 1
fi
if grep -q '^// .*Expected output, in any order:$' "$program"; then
  printed=$(LC_ALL=C sort <<<"$printed")
  expected=$(LC_ALL=C sort <<<"$expected")
fi

# The expected text as a regular expression: all is meant as it stands but "...".
pattern=$(sed 's/[][\.*^$+?(){}|/]/\\&/g; s/\\\.\\\.\\\./[^\n]*/g' <<<"$expected")
if [[ ! $printed =~ ^$pattern$ ]]; then
  printf 'FAILED: not as %s tells:\n%s\n' "$program" "$expected"
  exit 1
fi
