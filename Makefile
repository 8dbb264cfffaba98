# make            builds modules/northbound.so
# make install    copies it to PHP's extension directory and enables it
# make demo       watches the upgrade of 250 simulated devices
# make test       everything that must hold
# make bench      measures it beside cURL and Guzzle; a quiet machine is best
# make stubs      writes php/stubs anew, after a change of the table
#
# Too long for every change, and run by hand (see CONTRIBUTING.md):
#
# make soak       CALLS=200000 calls in one process, whose memory must stay flat
# make valgrind   calls of all kinds under valgrind
# make fuzz       FUZZ_SECONDS=60 of random input for each target, in Rust and in PHP
#
# make test-fresh the demo and all tests from a clean clone in bare roots; as root
# make matrix     the PHP tests on each PHP there is, and a table; as root. ONLY=8.4 for one
#
# make package    makes the tarball that PIE downloads for this PHP, in target/package
# make deb        makes a Debian package for this PHP, in target/package
# make test-package  checks what make package makes
# make test-deb   installs and removes that with apt, in a bare root; as root
# make test-pie   builds it the way PIE does, from an archive of HEAD
#
# Each installs the Debian packages that it needs and does not find.

CARGO      ?= cargo
PHP        ?= php
PHP_CONFIG ?= php-config
PHPUNIT    ?= phpunit

# Each PHP that is named has a target folder of its own: bindings to one do not
# fit another, and switching back and forth would compile them anew each time.
ifneq ($(PHP),php)
export CARGO_TARGET_DIR ?= target/for-$(subst /,_,$(PHP:/%=%))
endif
TARGET    := $(or $(CARGO_TARGET_DIR),target)
EXTENSION := modules/northbound.so
PLATFORM  := $(TARGET)/debug/northbound-platform
PANICKING := $(TARGET)/debug/panicking/northbound.so
EXAMPLES  := $(TARGET)/debug/examples

# The build asks this PHP about itself, and wants to know where it is.
WITH_PHP = PHP="$$(command -v $(PHP))" PHP_CONFIG="$$(command -v $(PHP_CONFIG))"
SCRIPTS  = CARGO=$(CARGO) PHP=$(PHP) PHP_CONFIG=$(PHP_CONFIG) PHPUNIT=$(PHPUNIT)

.DELETE_ON_ERROR:
.PHONY: all extension panicking platform examples install demo test lint test-rust test-php test-stubs test-examples test-pie \
        package test-package deb test-deb \
        test-scripts test-fresh matrix \
        bench stubs soak valgrind fuzz clean build-dependencies test-dependencies

all: extension

build-dependencies:
	@$(SCRIPTS) .ci/dependencies build
	@$(SCRIPTS) .ci/same-php $(TARGET)

test-dependencies:
	@$(SCRIPTS) .ci/dependencies build test

# Cargo knows best what is out of date.
extension: build-dependencies
	$(SCRIPTS) .ci/build-extension $(EXTENSION)

# The extension with bugs to order, for the tests.
panicking: build-dependencies
	$(WITH_PHP) $(CARGO) build --locked --workspace --lib --features northbound-php/test-panic
	@install -D -m 644 $(TARGET)/debug/libnorthbound.so $(PANICKING)

# Cargo compiles dependencies anew for each set of features. So everything that is
# not for release asks for the whole workspace.
platform: build-dependencies
	$(CARGO) build --locked --workspace --bin northbound-platform

examples: build-dependencies
	$(CARGO) build --locked --workspace --examples

install:
	@test -f $(EXTENSION) || { echo "make install: $(EXTENSION) is not there; run make first"; exit 1; }
	@$(SCRIPTS) .ci/install-extension $(EXTENSION)

demo: extension platform
	@PHP=$(PHP) .ci/without-installed php/examples/with-platform $(PLATFORM) $(EXTENSION) --speed 90 -- php/examples/upgrade_status.php

test: test-dependencies lint test-scripts test-rust test-php test-stubs test-examples
	@echo
	@echo "make test: all passed - format, lints, scripts, Rust tests, PHPUnit, stubs, examples"

lint: build-dependencies
	$(CARGO) fmt --all --check
	$(WITH_PHP) $(CARGO) clippy --workspace --all-targets --locked -- -D warnings
	RUSTDOCFLAGS='-D warnings' $(WITH_PHP) $(CARGO) doc --workspace --no-deps --locked --quiet

# Scripts that look at the machine, against stand-ins for it.
test-scripts:
	.ci/tests/dependencies
	.ci/tests/same-php

test-rust: build-dependencies
	$(WITH_PHP) $(CARGO) test --workspace --locked

test-php: test-dependencies extension panicking platform
	$(SCRIPTS) NORTHBOUND_PLATFORM=$(PLATFORM) NORTHBOUND_PANICKING=$(abspath $(PANICKING)) \
	    .ci/without-installed .ci/phpunit $(CURDIR)/$(EXTENSION)

# PHP's own word on whether they parse; what they say is PHPUnit's to compare.
test-stubs: test-dependencies examples
	$(EXAMPLES)/stubs --check
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

# Both take bare roots, see .ci/root.
test-fresh:
	.ci/test-fresh

matrix:
	.ci/matrix $(ONLY)

CALLS ?= 200000
FUZZ_SECONDS ?= 60
SEED  ?= $(shell date +%s)
RUN    = NORTHBOUND_PLATFORM=$(PLATFORM) $(PHP) -n -d extension=$(CURDIR)/$(EXTENSION)

soak: extension platform
	$(RUN) php/tests/runs/soak.php $(CALLS)

# A build with symbols, so that what is found has names and lines.
valgrind: build-dependencies platform
	@$(SCRIPTS) .ci/dependencies valgrind
	$(WITH_PHP) $(CARGO) build --locked --workspace --lib
	PHP=$(PHP) .ci/valgrind $(abspath $(TARGET))/debug/libnorthbound.so $(PLATFORM)

fuzz: extension platform
	$(RUN) php/tests/runs/fuzz.php $(SEED) $(FUZZ_SECONDS)
	.ci/fuzz $(FUZZ_SECONDS)

# Reports, and fails on no figure. The results go to a folder, by default below
# that of the build.
BENCH_RESULTS ?= $(TARGET)/bench

bench: extension platform
	@$(SCRIPTS) .ci/dependencies bench
	@$(PHP) -n -d extension=curl benches/bench.php $(PLATFORM) $(EXTENSION) $(BENCH_RESULTS)

stubs: examples
	$(EXAMPLES)/stubs

clean:
	$(CARGO) clean
	rm -rf modules
