#!/usr/bin/env bash
# Runs a check or a look for drift, keeps the result as JSON, and tells the exit code; the action ends with it later,
# so that alerts and issues are written whatever was found.
set -uo pipefail

case "$COMMAND" in
  check) words=(check) ;;
  drift) words=(drift wire) ;;
  # Takes in what a history does not have, from the issues of earlier runs.
  restore) truecopy drift history --restore "$TARGET" && echo "exit-code=0" >>"$GITHUB_OUTPUT"; exit ;;
  *) echo "::error::command: check, drift or restore was expected"; exit 2 ;;
esac

arguments=()
while IFS= read -r line; do
  [ -n "$line" ] && arguments+=("$line")
done <<<"$ARGUMENTS"

report="${RUNNER_TEMP:-/tmp}/truecopy.json"
truecopy "${words[@]}" "$TARGET" --vendor "$VENDOR" \
  --report "json=$report" --report "markdown=$GITHUB_STEP_SUMMARY" "${arguments[@]}"
code=$?
{
  echo "exit-code=$code"
  echo "report=$report"
} >>"$GITHUB_OUTPUT"
