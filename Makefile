# make demo · make test · make check · make install PREFIX=DIR SCRIPTS_DIR=DIR TAGS_DIR=DIR
BINS := ssm-put-param ssm-put-secure-param ssm-put-and-tag ssm-put-secure-and-tag ssm-list-param-keys \
        ssm-seed-from-env ssm-export-env tag-ssm-resources-by-id ssm-delete-param ssm-delete-by-path

PREFIX ?= /usr/local
SCRIPTS_DIR ?= $(PREFIX)/share/ssm-toolkit/scripts
TAGS_DIR ?= $(PREFIX)/share/ssm-toolkit/tags
SHARE_DIR ?= $(PREFIX)/share
DESTDIR ?=

CARGO ?= cargo
VENV := target/venv
# Man pages and completions, as the build writes them.
SHARE := target/share
MANUAL := man/man7/ssm-toolkit.7 $(foreach name,$(BINS),man/man1/$(name).1 zsh/vendor-completions/_$(name) \
          $(foreach called,$(name) $(name).sh,bash-completion/completions/$(called) fish/vendor_completions.d/$(called).fish))
TAGS := $(wildcard tags/*/*.json)

.PHONY: help build tools demo test soak bench check fmt clippy docs check-docs install uninstall clean

help:
	@echo 'make demo     build, and walk through the page on a store that ships with the project'
	@echo 'make test     build, and run all tests (installs a pinned moto in target/venv)'
	@echo 'make soak     a million generated inputs a reader, a thousand random fault plans (half an hour)'
	@echo 'make bench    measure beside the shell scripts and peers, and write docs/benchmarks.md (half an hour)'
	@echo 'make check    formatting, lints, and whether docs/commands.md is up to date'
	@echo 'make install  PREFIX=DIR SCRIPTS_DIR=DIR TAGS_DIR=DIR (and DESTDIR); make uninstall takes it away'

build:
	$(CARGO) build --release --workspace --locked
	@rm -rf $(SHARE) && target/release/ssm-docs share $(SHARE)

# What the tests of man pages, completions and packages use beside Rust and Python; CI has it, a laptop need not.
tools:
	apt-get update -qq
	apt-get install -qq --no-install-recommends $(shell cat packaging/tools.txt)

demo: build
	@docs/demo/demo.sh

# Most of the tests wait, so more of them run at once than there are cores.
export RUST_TEST_THREADS ?= 6

# --no-fail-fast: one failure should not hide another.
test: build $(VENV)/ready
	$(CARGO) test --workspace --locked --no-fail-fast

# A number for the generated inputs and fault plans; a failure names the one it stands at.
SSM_SEED ?= $(shell date +%s)
soak: export SSM_SEED := $(SSM_SEED)
soak: build $(VENV)/ready
	@echo 'SSM_SEED=$(SSM_SEED)'
	SSM_FUZZ=1000000 $(CARGO) test -p ssm-core --locked --test fuzz
	SSM_FUZZ=1000000 $(CARGO) test -p ssm-core --locked --lib error_bodies
	SSM_PLANS=1000 SSM_SILENCE=1 SSM_KILLS=1000 SSM_KEYS=300 $(CARGO) test -p ssm-testkit --locked --test suite -- plans:: killed

bench: build $(VENV)/ready
	@python3 bench/bench.py

$(VENV)/ready: crates/ssm-testkit/requirements.txt
	python3 -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check -r $<
	touch $@

check: fmt clippy check-docs

fmt:
	$(CARGO) fmt --all --check

clippy:
	$(CARGO) clippy --workspace --all-targets --locked -- -D warnings

docs: build
	@target/release/ssm-docs reference docs/commands.md

check-docs: build
	@target/release/ssm-docs reference target/commands.md
	@diff -u docs/commands.md target/commands.md || { echo 'docs/commands.md is not up to date: run make docs' >&2; exit 1; }

install: build
	install -d '$(DESTDIR)$(PREFIX)/bin' '$(DESTDIR)$(SCRIPTS_DIR)' '$(DESTDIR)$(TAGS_DIR)'
	@set -e; case '$(PREFIX)' in /*) bin='$(PREFIX)/bin' ;; *) bin='$(CURDIR)/$(PREFIX)/bin' ;; esac; \
	bin=$$(printf '%s' "$$bin" | sed 's/[&|\\]/\\&/g'); \
	for name in $(BINS); do \
	    install -m 755 "target/release/$$name" '$(DESTDIR)$(PREFIX)/bin/'; \
	    sed "s|^bin=''$$|bin='$$bin'|" "bin-wrappers/$$name.sh" > '$(DESTDIR)$(SCRIPTS_DIR)'/"$$name.sh"; \
	    chmod 755 '$(DESTDIR)$(SCRIPTS_DIR)'/"$$name.sh"; \
	done
	@set -e; for file in $(MANUAL); do \
	    to='$(DESTDIR)$(SHARE_DIR)'/"$$file"; \
	    install -d "$${to%/*}"; install -m 644 "$(SHARE)/$$file" "$$to"; \
	done
	@set -e; for file in $(TAGS); do \
	    to='$(DESTDIR)$(TAGS_DIR)'/"$${file#tags/}"; \
	    if [ ! -e "$$to" ]; then install -d "$${to%/*}"; install -m 644 "$$file" "$$to"; fi; \
	done
	@echo 'installed in $(DESTDIR)$(PREFIX)/bin, $(DESTDIR)$(SCRIPTS_DIR) and $(DESTDIR)$(TAGS_DIR)'

# A sample of tags that was changed since is the user's, and stays.
uninstall:
	@for name in $(BINS); do \
	    rm -f '$(DESTDIR)$(PREFIX)/bin'/"$$name" '$(DESTDIR)$(SCRIPTS_DIR)'/"$$name.sh"; \
	done
	@for file in $(MANUAL); do \
	    to='$(DESTDIR)$(SHARE_DIR)'/"$$file"; \
	    rm -f "$$to"; (cd '$(DESTDIR)$(SHARE_DIR)' 2>/dev/null && rmdir -p "$${file%/*}" 2>/dev/null) || true; \
	done
	@for file in $(TAGS); do \
	    to='$(DESTDIR)$(TAGS_DIR)'/"$${file#tags/}"; \
	    if cmp -s "$$file" "$$to"; then rm -f "$$to"; rmdir "$${to%/*}" 2>/dev/null || true; fi; \
	done
	@rmdir '$(DESTDIR)$(TAGS_DIR)' '$(DESTDIR)$(SCRIPTS_DIR)' '$(DESTDIR)$(PREFIX)/bin' '$(DESTDIR)$(SHARE_DIR)/ssm-toolkit' '$(DESTDIR)$(SHARE_DIR)' 2>/dev/null || true

clean:
	$(CARGO) clean
