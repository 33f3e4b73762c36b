# 住房公积金业务系统 · the commands a person needs.  `make` alone lists them.
#
# Each target prepares the machine first (tools/setup.sh), which takes no time when it was
# done before.  What is done lives in Python or in tools/; here it only gets its short name.

BIN := .venv/bin
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help setup demo run stop check test bench format docs lock clean

help:  ## 列出全部命令
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 16

setup:
	@tools/setup.sh

demo: setup  ## 演示：一座小城市的一个月，从名单到三本账（HEADLESS=1 演完即停）
	@$(BIN)/provident demo

run: setup  ## 启动全部后台进程
	@$(BIN)/provident run

stop: setup  ## 停止全部后台进程和内嵌数据库
	@$(BIN)/provident stop

check: setup  ## 核对账务：逐项检查不变式，有一项不符即报错
	@$(BIN)/provident check

test:  ## 全部检查和测试
	@tools/setup.sh browser load
	@tools/test.sh

bench:  ## 性能：与本机的极限并排
	@tools/setup.sh load
	@$(BIN)/provident bench

format: setup  ## 按统一格式整理代码
	@$(BIN)/ruff check --quiet --fix . || true
	@$(BIN)/ruff format --quiet .

docs: setup  ## 由系统生成参考文档（业务目录、数据字典、词汇表、政策表）
	@$(BIN)/python -m provident.site.docs docs/reference

lock: setup  ## 重新锁定组件版本（改动 pyproject.toml 以后）
	@$(BIN)/pip-compile --quiet --no-config --extra dev --generate-hashes --allow-unsafe \
		--strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
		--output-file requirements.lock pyproject.toml

clean: stop  ## 停止并删除演示数据与缓存（不可恢复）
	@rm -rf data .pytest_cache .ruff_cache .hypothesis .import_linter_cache
