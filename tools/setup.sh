#!/usr/bin/env bash
# 准备运行环境：Python 虚拟环境、锁定的组件、本系统、打印用的字体。
# Prepares what the project needs on a machine that only has Python, pip and apt.
#
#   tools/setup.sh           what running needs
#   tools/setup.sh browser   also the browser that the tests drive through the pages
#   tools/setup.sh load      also the load tool that the benchmarks of the pages use
#                            (both may be named)
#
# Every step is left out when it was done before and nothing that it depends on changed;
# then the script says nothing.  A step that is carried out is announced in one line.
set -euo pipefail
cd "$(dirname "$0")/.."

VENV=.venv
PYTHON="$VENV/bin/python"
OUTPUT=$(mktemp)
trap 'rm -f "$OUTPUT"' EXIT
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore

say() { echo "· $*"; }

stop() { echo "✗ $*" >&2; exit 1; }

# Run a command silently; show what it printed only when it failed.
quietly() {
    if ! "$@" >"$OUTPUT" 2>&1; then
        cat "$OUTPUT" >&2
        stop "没有成功：$*"
    fi
}

digest() { cat "$@" | sha256sum | cut -d' ' -f1; }

done_before() { [ "$(cat "$VENV/$1.done" 2>/dev/null)" = "$2" ]; }

mark_done() { echo "$2" >"$VENV/$1.done"; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

can_install() {
    command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }
}

apt_install() {
    export DEBIAN_FRONTEND=noninteractive
    quietly as_root apt-get update
    quietly as_root apt-get install -y --no-install-recommends "$@"
}

find_python() {
    local name
    for name in python3.11 python3.12 python3.13 python3; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    stop "需要 Python 3.11 或更新的版本。"
}

# A virtual environment knows where it lies: one that works here is kept, whoever made it;
# one that was moved or copied cannot work and is made anew.
environment_works() {
    "$PYTHON" -c '' 2>/dev/null && grep -qF "$PWD/$VENV/" "$VENV/bin/pip" 2>/dev/null
}

make_environment() {
    local found
    if environment_works; then return; fi
    found=$(find_python)
    say "建立虚拟环境（$("$found" --version)）"
    if ! "$found" -m venv --clear "$VENV" >"$OUTPUT" 2>&1; then
        can_install || { cat "$OUTPUT" >&2; stop "请先安装 python3-venv。"; }
        apt_install python3-venv
        quietly "$found" -m venv --clear "$VENV"
    fi
}

# Nothing is installed whose digest is not written in the lock.
install_components() {
    local key
    key=$(digest requirements.lock)
    if done_before components "$key"; then return; fi
    say "安装组件（requirements.lock，逐个核对摘要）"
    quietly "$PYTHON" -m pip install --require-hashes -r requirements.lock
    mark_done components "$key"
}

install_project() {
    local key
    key=$(digest pyproject.toml requirements.lock)
    if done_before project "$key"; then return; fi
    say "安装本系统（可直接修改源码）"
    quietly "$PYTHON" -m pip install --no-deps --no-build-isolation -e .
    mark_done project "$key"
}

# Without these a printed document would be a page of empty boxes; printing then stops.
install_fonts() {
    local package missing=()
    command -v dpkg-query >/dev/null || return 0
    for package in fonts-noto-cjk fonts-ukij-uyghur; do
        dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed ||
            missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    if can_install; then
        say "安装打印用的字体（${missing[*]}）"
        apt_install "${missing[@]}"
    else
        say "没有权限安装字体，打印单据前请执行：apt-get install ${missing[*]}"
    fi
}

# The browser walks the pages in the tests; nothing else needs it.
install_browser() {
    if command -v chromium >/dev/null; then return; fi
    if can_install; then
        say "安装浏览器测试用的 chromium"
        apt_install chromium
    else
        say "没有权限安装 chromium，浏览器测试前请执行：apt-get install chromium"
    fi
}

# wrk asks for pages from outside, at eight clients, and tells the percentiles.
install_load_tool() {
    if command -v wrk >/dev/null; then return; fi
    if can_install; then
        say "安装量测页面用的 wrk"
        apt_install wrk
    else
        say "没有权限安装 wrk，量测页面前请执行：apt-get install wrk"
    fi
}

make_environment
install_components
install_project
install_fonts
for more in "$@"; do
    case "$more" in
        browser) install_browser ;;
        load) install_load_tool ;;
        *) stop "不认识：$more" ;;
    esac
done
