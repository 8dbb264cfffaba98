dnl For phpize, and so for PIE. There is no C here:
dnl cargo builds the library, by the rule in Makefile.frag. What cargo would
dnl complain about late, or in a way that is hard to read, is asked here.

PHP_ARG_ENABLE([northbound],
  [whether to build northbound],
  [AS_HELP_STRING([--disable-northbound], [Do not build northbound])],
  [yes])

if test "$PHP_NORTHBOUND" != "no"; then
  NORTHBOUND_ROOT=`cd "$abs_srcdir/../.." && pwd`
  if test ! -f "$NORTHBOUND_ROOT/Cargo.toml" || test ! -f "$NORTHBOUND_ROOT/.ci/build-extension"; then
    AC_MSG_ERROR([the Rust sources are not in $NORTHBOUND_ROOT. php/pie does not build by itself: keep it inside the whole source tree.])
  fi

  dnl rustup installs into ~/.cargo/bin, which is not on every PATH.
  northbound_path=$PATH$PATH_SEPARATOR${CARGO_HOME:-$HOME/.cargo}/bin
  AC_PATH_PROG([CARGO], [cargo], [no], [$northbound_path])
  if test "$CARGO" = "no"; then
    AC_MSG_ERROR([cargo is missing: northbound is written in Rust. Install Rust from https://rustup.rs, or set CARGO to the path of cargo.])
  fi
  AC_PATH_PROG([RUSTC], [rustc], [no], [`dirname "$CARGO"`$PATH_SEPARATOR$northbound_path])

  AC_MSG_CHECKING([for the version of Rust])
  northbound_wanted=`$AWK -F'"' '/^rust-version = "/ { print $2; exit }' "$NORTHBOUND_ROOT/Cargo.toml"`
  northbound_rust=`"$RUSTC" --version 2>/dev/null | $AWK '{ print $2 }'`
  if test -z "$northbound_rust"; then
    AC_MSG_RESULT([none])
    AC_MSG_ERROR([$RUSTC --version failed. With rustup, choose a toolchain: rustup default stable])
  fi
  AC_MSG_RESULT([$northbound_rust])
  AS_VERSION_COMPARE([$northbound_rust], [$northbound_wanted],
    [AC_MSG_ERROR([Rust $northbound_rust is too old: northbound needs $northbound_wanted or later. With rustup: rustup update stable. Rust of the distribution may be too old: https://rustup.rs])])

  AC_MSG_CHECKING([for libclang])
  if northbound_libclang=`"$NORTHBOUND_ROOT/.ci/find-libclang"`; then
    AC_MSG_RESULT([$northbound_libclang])
  else
    AC_MSG_RESULT([no])
    AC_MSG_ERROR([libclang is missing: the build reads PHP's headers with it. Install it (Debian, Ubuntu: libclang-dev; Alpine: clang-dev; Fedora, RHEL: clang-devel), or set LIBCLANG_PATH to the folder of libclang.so.])
  fi

  dnl ext-php-rs does not look for it on the PATH.
  case $PHP_CONFIG in
    */*) ;;
    *) PHP_CONFIG=`command -v "$PHP_CONFIG"` ;;
  esac

  PHP_SUBST([CARGO])
  PHP_SUBST([PHP_CONFIG])
  PHP_SUBST([NORTHBOUND_ROOT])

  dnl What PHP_NEW_EXTENSION does for sources in C.
  PHP_MODULES="$PHP_MODULES \$(phplibdir)/northbound.la"
  PHP_PECL_EXTENSION=northbound
  PHP_SUBST([PHP_PECL_EXTENSION])
  PHP_ADD_MAKEFILE_FRAGMENT([$abs_srcdir/Makefile.frag], [$abs_srcdir], [$abs_builddir])
fi
