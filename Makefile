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
SITE := target/site-venv
# Man pages and completions, as the build writes them.
SHARE := target/share
MANUAL := man/man7/ssm-toolkit.7 $(foreach name,$(BINS),man/man1/$(name).1 zsh/vendor-completions/_$(name) \
          $(foreach called,$(name) $(name).sh,bash-completion/completions/$(called) fish/vendor_completions.d/$(called).fish))
TAGS := $(wildcard tags/*/*.json)

.PHONY: help build tools cross-tools demo test soak bench check fmt clippy docs check-docs install install-files uninstall dist test-dist deny lint release-check screenshots clean

help:
	@echo 'make demo     build, and walk through the page on a store that ships with the project'
	@echo 'make test     build, and run all tests (installs a pinned moto in target/venv)'
	@echo 'make soak     a million generated inputs a reader, a thousand random fault plans (half an hour)'
	@echo 'make bench    measure beside the shell scripts and peers, and write docs/benchmarks.md (half an hour)'
	@echo 'make check    formatting, lints, licences of dependencies, and whether the documents are up to date'
	@echo 'make docs     write docs/commands.md and build the site in target/site'
	@echo 'make dist     tarballs and Debian packages of both architectures in target/dist (make cross-tools first)'
	@echo 'make test-dist       the same, and try them in clean Debian roots (needs root)'
	@echo 'make release-check   whether this commit can be released'
	@echo 'make install  PREFIX=DIR SCRIPTS_DIR=DIR TAGS_DIR=DIR (and DESTDIR); make uninstall takes it away'

build:
	$(CARGO) build --release --workspace --locked
	@rm -rf $(SHARE) && target/release/ssm-docs share $(SHARE)

# What the tests use beside Rust and Python, and what ARM64 is compiled with; CI has it, a laptop need not.
tools:
	apt-get update -qq
	DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends $(shell cat packaging/tools.txt)

cross-tools:
	dpkg --add-architecture arm64
	apt-get update -qq
	DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends $(shell cat packaging/cross-tools.txt)

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

check: fmt clippy check-docs deny lint

# The licences, sources and duplicates of dependencies.
DENY := target/tools/bin/cargo-deny
deny: $(DENY)
	$(DENY) --workspace check licenses sources bans

$(DENY):
	$(CARGO) install --quiet --locked --root target/tools --target-dir target/tools/build --version 0.20.2 cargo-deny
	rm -rf target/tools/build

# The scripts and units, where the tools for it are (make tools installs them).
lint:
	@if command -v shellcheck >/dev/null; then \
	    shellcheck bin-wrappers/*.sh packaging/*.sh packaging/systemd/export-and-restart packaging/examples/pre-deploy-check docs/demo/*.sh; \
	else echo 'not linted: shellcheck is missing'; [ -z "$$CI" ]; fi
	@if command -v systemd-analyze >/dev/null; then packaging/verify-units.sh; \
	else echo 'not verified: systemd-analyze is missing'; [ -z "$$CI" ]; fi

# Tarballs and Debian packages in target/dist, for each architecture; and their test in clean roots, which needs root.
dist:
	packaging/dist.sh x86_64
	packaging/dist.sh aarch64

# Whether this commit can be released; CHANGELOG.md says what the numbers promise.
release-check: check test
	packaging/release-check.sh

test-dist: dist
	packaging/test.sh amd64
	packaging/test.sh arm64

fmt:
	$(CARGO) fmt --all --check

clippy:
	$(CARGO) clippy --workspace --all-targets --locked -- -D warnings

# The reference, and the site in target/site, whose links must all lead somewhere.
docs: build $(SITE)/ready
	@target/release/ssm-docs reference docs/commands.md
	@NO_MKDOCS_2_WARNING=1 $(SITE)/bin/mkdocs --quiet build --strict

# The pictures of a terminal; needs tmux.
screenshots: build $(SITE)/ready
	docs/demo/screenshots.sh

$(SITE)/ready: docs/requirements.txt
	python3 -m venv $(SITE)
	$(SITE)/bin/pip install --quiet --disable-pip-version-check -r $<
	touch $@

check-docs: build $(SITE)/ready
	@target/release/ssm-docs reference target/commands.md
	@diff -u docs/commands.md target/commands.md || { echo 'docs/commands.md is not up to date: run make docs' >&2; exit 1; }
	@NO_MKDOCS_2_WARNING=1 $(SITE)/bin/mkdocs --quiet build --strict

install: build
	@$(MAKE) -s install-files

# The files alone, from where BINARIES stand; WRAPPED_BIN is where the wrappers look first.
BINARIES ?= target/release
WRAPPED_BIN ?= $(if $(filter /%,$(PREFIX)),$(PREFIX)/bin,$(CURDIR)/$(PREFIX)/bin)
install-files:
	install -d '$(DESTDIR)$(PREFIX)/bin' '$(DESTDIR)$(SCRIPTS_DIR)' '$(DESTDIR)$(TAGS_DIR)'
	@set -e; bin=$$(printf '%s' '$(WRAPPED_BIN)' | sed 's/[&|\\]/\\&/g'); \
	for name in $(BINS); do \
	    install -m 755 "$(BINARIES)/$$name" '$(DESTDIR)$(PREFIX)/bin/'; \
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
