#!/usr/bin/env bash
# Prints the settings file $1 as it is for an installation of the machine: all that a server writes lies in /var/lib/sotto.
set -euo pipefail
sed -e 's#^\( *folder: \)data #\1/var/lib/sotto #' \
    -e 's#^\( *folders: \)\[data/models, src/main/models\]#\1[/var/lib/sotto/models, src/main/models]#' "$1"
