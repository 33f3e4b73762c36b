#!/usr/bin/env bash
# 全部检查：书写、排版、类型、层次、测试。一项不通过，其余照做，最后一并说明。
# Every check.  One that fails does not hide the others; the script then ends with 1.
#
# The tests use a PostgreSQL server of their own in a directory of their own.  Both are gone
# when this script ends, however it ends.
set -euo pipefail
cd "$(dirname "$0")/.."

BIN=.venv/bin
PROVIDENT_TEST_DATA=$(mktemp -d "${TMPDIR:-/tmp}/provident-test-XXXXXX")
chmod 755 "$PROVIDENT_TEST_DATA"
export PROVIDENT_TEST_DATA

leave_nothing() {
    local data
    for data in "$PROVIDENT_TEST_DATA"/*/; do
        [ -f "${data}pg/postmaster.pid" ] || continue
        PROVIDENT_DATA="$data" "$BIN/python" -W ignore -c \
            'from provident.kernel import embedded; embedded.stop()' || true
    done
    rm -rf "$PROVIDENT_TEST_DATA"
}
trap leave_nothing EXIT

FAILED=()

step() {
    local name=$1
    shift
    echo "── $name"
    "$@" || FAILED+=("$name")
}

step "书写 ruff check" "$BIN/ruff" check --quiet .
step "排版 ruff format" "$BIN/ruff" format --check --quiet .
step "类型 pyright" "$BIN/pyright"
step "层次 lint-imports" "$BIN/lint-imports" --no-logo
# Two workers, each with a database server of its own; a file stays with one of them.
step "测试 pytest" "$BIN/python" -m pytest -n 2 --dist loadfile "$@"

[ ${#FAILED[@]} -eq 0 ] && exit 0
printf '✗ 没有通过：%s\n' "${FAILED[@]}" >&2
exit 1
