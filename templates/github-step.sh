#!/usr/bin/env bash
# What the GitHub action runs: its inputs, which arrive as variables, as options of one command.
set -euo pipefail

arguments=(check --format github)
[[ -n ${HEALTHLINT_DIFF:-} ]] && arguments+=(--diff "$HEALTHLINT_DIFF")
[[ -n ${HEALTHLINT_BASELINE:-} ]] && arguments+=(--baseline "$HEALTHLINT_BASELINE")
[[ -n ${HEALTHLINT_FAIL_ON:-} ]] && arguments+=(--fail-on "$HEALTHLINT_FAIL_ON")
[[ -n ${HEALTHLINT_SARIF:-} ]] && arguments+=(--output "sarif=$HEALTHLINT_SARIF")
read -r -a further <<<"${HEALTHLINT_ARGS:-}"
read -r -a paths <<<"${HEALTHLINT_PATHS:-}"
# With nothing named, everything is checked, or with --diff what has changed.
[[ ${#paths[@]} -eq 0 && -z ${HEALTHLINT_DIFF:-} ]] && paths=(.)
arguments+=("${further[@]}" -- "${paths[@]}")
exec healthlint "${arguments[@]}"
