# make            builds modules/northbound.so
# make install    copies it to PHP's extension directory and enables it
# make demo       watches the upgrade of 250 simulated devices; with KEEP=1, the platform
#                 keeps running until Enter is pressed
# make test       runs all checks: format, lints, and every test
# make bench      compares it with cURL and Guzzle; best on an idle machine.
#                 ONLY=pages for one subject, ONLY="loop list" for some
# make bench-docs writes the results into docs/performance.md and draws its pictures
# make cli        builds the command northbound, its man pages and completions, in
#                 target/cli
# make stubs      generates php/stubs, after a change of the table
# make stubs-package  writes the Composer package of the stubs to target/stubs-package
#
# Too slow for every change, so run by hand (see CONTRIBUTING.md):
#
# make soak       makes CALLS=200000 calls in one process, whose memory must not grow
# make valgrind   makes calls of all kinds under valgrind
# make fuzz       feeds each target FUZZ_SECONDS=60 of random input, in Rust and in PHP
# make mutants    changes the core in one place after the other, and reports which changes
#                 the Rust tests miss; SHARD=3/100 for a part. Needs cargo-mutants
# make chaos      lets 16 processes call for CHAOS_SECONDS=600 while everything fails in turn
#
# make test-fresh runs the demo and all tests from a clean clone in bare roots; as root
# make matrix     runs the PHP tests on each supported PHP and prints a table; as root.
#                 ONLY=8.4 for one version
#
# make package    builds the tarball that PIE downloads for this PHP, in target/package
# make deb        builds a Debian package for this PHP, in target/package
# make test-package  checks the tarball of make package
# make test-deb   installs and removes the Debian package with apt, in a bare root; as root
# make test-pie   builds the extension as PIE does, from an archive of HEAD
#
# Each target installs the Debian packages that it needs and that are missing.

CARGO      ?= cargo
PHP        ?= php
PHP_CONFIG ?= php-config
PHPUNIT    ?= phpunit

# Each PHP that is named has a separate target folder: the bindings to one do not
# fit another, and each switch would compile them again.
ifneq ($(PHP),php)
export CARGO_TARGET_DIR ?= target/for-$(subst /,_,$(PHP:/%=%))
endif
TARGET    := $(or $(CARGO_TARGET_DIR),target)
EXTENSION := modules/northbound.so
PLATFORM  := $(TARGET)/debug/northbound-platform
PANICKING := $(TARGET)/debug/panicking/northbound.so
EXAMPLES  := $(TARGET)/debug/examples

# The build script of ext-php-rs runs this PHP, and needs its path.
WITH_PHP = PHP="$$(command -v $(PHP))" PHP_CONFIG="$$(command -v $(PHP_CONFIG))"
SCRIPTS  = CARGO=$(CARGO) PHP=$(PHP) PHP_CONFIG=$(PHP_CONFIG) PHPUNIT=$(PHPUNIT)

.DELETE_ON_ERROR:
.PHONY: all extension panicking platform cli examples generator install demo test lint \
        test-rust test-php test-php-debug test-stubs test-examples test-pie package test-package deb test-deb \
        test-scripts test-fresh matrix \
        bench bench-docs stubs stubs-package soak valgrind fuzz chaos mutants clean build-dependencies test-dependencies browser

all: extension

build-dependencies:
	@$(SCRIPTS) .ci/dependencies build
	@$(SCRIPTS) .ci/same-php $(TARGET)

test-dependencies:
	@$(SCRIPTS) .ci/dependencies build test

browser:
	@$(SCRIPTS) .ci/dependencies browser

# Phony: Cargo decides which files are out of date.
extension: build-dependencies
	$(SCRIPTS) .ci/build-extension $(EXTENSION)

# Cargo compiles dependencies again for each set of features. So every build that is
# not for release builds the whole workspace, with an example, which needs what tests need.
WORKSPACE = --locked --workspace --example stubs

# The extension with panics on demand, for the tests.
panicking: build-dependencies
	$(WITH_PHP) $(CARGO) build $(WORKSPACE) --lib --features northbound-php/test-panic
	@install -D -m 644 $(TARGET)/debug/libnorthbound.so $(PANICKING)

platform: build-dependencies
	$(CARGO) build $(WORKSPACE) --bin northbound-platform

examples: build-dependencies
	$(CARGO) build --locked --workspace --examples

generator: build-dependencies
	$(CARGO) build $(WORKSPACE)

# Needs no PHP, so it is a build apart from the extension's.
CLI := $(TARGET)/cli

cli:
	$(CARGO) build --release --locked --package northbound-cli
	install -D -m 755 $(TARGET)/release/northbound $(CLI)/northbound
	$(CLI)/northbound man $(CLI)/man
	mkdir -p $(CLI)/completions
	for shell in bash fish zsh; do $(CLI)/northbound completions $$shell >$(CLI)/completions/northbound.$$shell || exit; done

install:
	@test -f $(EXTENSION) || { echo "make install: $(EXTENSION) does not exist; run make first"; exit 1; }
	@$(SCRIPTS) .ci/install-extension $(EXTENSION)

demo: extension platform
	@PHP=$(PHP) .ci/without-installed php/examples/with-platform $(if $(KEEP),--keep) $(PLATFORM) $(EXTENSION) --speed 90 -- php/examples/upgrade_status.php

test: test-dependencies lint test-scripts test-rust test-php test-stubs test-examples
	@echo
	@echo "make test: all passed - format, lints, scripts, Rust tests, PHPUnit, stubs, examples"

lint: build-dependencies
	$(CARGO) fmt --all --check
	$(WITH_PHP) $(CARGO) clippy --workspace --all-targets --locked -- -D warnings
	RUSTDOCFLAGS='-D warnings' $(WITH_PHP) $(CARGO) doc --workspace --no-deps --locked --quiet

# Tests the scripts that inspect the machine, with fake programs in its place.
test-scripts:
	.ci/tests/dependencies
	.ci/tests/same-php
	.ci/tests/without-installed

# Tests that need a browser or a terminal say so when it is missing.
test-rust: test-dependencies browser
	$(WITH_PHP) $(CARGO) test --workspace --locked

RUN_PHPUNIT = $(SCRIPTS) NORTHBOUND_PLATFORM=$(PLATFORM) \
    NORTHBOUND_PANICKING=$(abspath $(PANICKING)) .ci/without-installed .ci/phpunit

# The build with panics is the last one, which .ci/run waits for.
test-php: test-dependencies extension platform panicking
	$(RUN_PHPUNIT) $(CURDIR)/$(EXTENSION)

# The same with the build that is not optimized, which is made minutes sooner.
test-php-debug: test-dependencies panicking platform
	$(RUN_PHPUNIT) $(abspath $(PANICKING))

# PHP checks that the stubs parse; PHPUnit compares them with the extension. What works in
# the package without the extension is compared with it.
test-stubs: test-dependencies generator extension
	$(EXAMPLES)/stubs --check
	$(EXAMPLES)/stubs --package $(TARGET)/stubs-package
	$(PHP) -n -d error_reporting=-1 -d display_errors=stderr php/tests/runs/stubs_package.php $(TARGET)/stubs-package
	$(PHP) -n php/tests/runs/stubs_package_doubles.php $(TARGET)/stubs-package $(EXTENSION)
	NORTHBOUND_STUBS=$(TARGET)/stubs-package PHP=$(PHP) .ci/without-installed $(PHP) "$$(command -v $(PHPUNIT))" --no-configuration \
	    --bootstrap php/tests/runs/stubs_autoload.php php/tests/DoublesTest.php
	find php/stubs -name '*.php' -print0 | xargs -0 -n 1 -P 2 $(PHP) -n -d display_errors=stderr -l >/dev/null

package: build-dependencies
	@$(SCRIPTS) .ci/package $(TARGET)/package

test-package: package
	@$(SCRIPTS) .ci/test-package $(TARGET)/package

deb: extension
	@$(SCRIPTS) .ci/deb $(EXTENSION) $(TARGET)/package

test-deb: deb
	@.ci/test-deb $$(ls -t $(TARGET)/package/*.deb | head -1)

test-pie: build-dependencies
	@$(SCRIPTS) .ci/test-pie

test-examples: extension platform examples
	PHP=$(PHP) .ci/without-installed php/examples/with-platform $(PLATFORM) $(EXTENSION) --speed 600 -- php/examples/upgrade_status.php
	PHP=$(PHP) .ci/without-installed php/examples/with-platform $(PLATFORM) $(EXTENSION) --speed 600 --group meters=10000 -- php/examples/wait_for_upgrade.php meters 0.01 0.2
	PHP=$(PHP) .ci/without-installed php/examples/with-platform $(PLATFORM) $(EXTENSION) --speed 600 --group all=3000 -- php/examples/failed_devices.php
	PHP=$(PHP) .ci/without-installed php/examples/with-platform $(PLATFORM) $(EXTENSION) --speed 600 -- php/examples/fibers.php
	$(EXAMPLES)/upgrade_status

# Both need bare roots, see .ci/root.
test-fresh:
	.ci/test-fresh

matrix:
	.ci/matrix $(ONLY)

CALLS ?= 200000
FUZZ_SECONDS ?= 60
SEED  ?= $(shell date +%s)
CHAOS_SECONDS ?= 600
CHAOS_SEED ?= $(SEED)
RUN    = NORTHBOUND_PLATFORM=$(PLATFORM) $(PHP) -n -d extension=$(CURDIR)/$(EXTENSION)

soak: extension platform
	$(RUN) php/tests/runs/soak.php $(CALLS)

# A build with symbols, so that reports contain names and lines.
valgrind: build-dependencies platform
	@$(SCRIPTS) .ci/dependencies valgrind
	$(WITH_PHP) $(CARGO) build $(WORKSPACE) --lib
	PHP=$(PHP) .ci/valgrind $(abspath $(TARGET))/debug/libnorthbound.so $(PLATFORM)

fuzz: extension platform
	$(RUN) php/tests/runs/fuzz.php $(SEED) $(FUZZ_SECONDS)
	.ci/fuzz $(FUZZ_SECONDS)

chaos: extension platform
	@$(SCRIPTS) .ci/dependencies chaos
	$(RUN) php/tests/runs/chaos.php $(CHAOS_SECONDS) $(CHAOS_SEED)

# The extension tests the core too, but the core must stand on tests of its own.
SHARD ?= 0/1

# cargo mutants first runs the tests of the package northbound only. A test of the other
# package that fails without a change would seem to catch every change. It also derives
# its time limit from that run, which is shorter than that of both packages.
mutants: test-dependencies
	$(CARGO) test --locked --package northbound --package northbound-tests
	$(CARGO) mutants --package northbound --file 'core/src/client/**' --file 'core/src/error/**' --shard $(SHARD) \
	    --test-package northbound --test-package northbound-tests --timeout 600 --output $(TARGET)/mutants

# Only reports: no result makes it fail. The results go to a folder, by default in
# the target folder. The platform is optimized, so that its own time does not count.
BENCH_RESULTS ?= $(TARGET)/bench

bench: extension
	@$(SCRIPTS) .ci/dependencies bench
	$(CARGO) build --release --locked --package northbound-platform --bin northbound-platform
	@$(PHP) -n -d extension=curl benches/bench.php $(TARGET)/release/northbound-platform $(EXTENSION) $(BENCH_RESULTS) $(ONLY)

bench-docs:
	@$(PHP) -n -d extension=curl benches/publish.php $(BENCH_RESULTS)/bench.json docs/performance.md README.md README.zh-CN.md

stubs: generator
	$(EXAMPLES)/stubs

stubs-package: generator
	$(EXAMPLES)/stubs --package $(TARGET)/stubs-package

clean:
	$(CARGO) clean
	rm -rf modules
