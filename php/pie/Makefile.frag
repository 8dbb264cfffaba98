# Cargo knows what is out of date, make does not. So the first rule has no
# prerequisites: it runs once, and `sudo make install` does not run cargo again, as
# root. `make clean` forgets it. The + lends make's jobs to cargo.
$(builddir)/northbound.la:
	+CARGO='$(CARGO)' PHP='$(PHP_EXECUTABLE)' PHP_CONFIG='$(PHP_CONFIG)' \
	    '$(NORTHBOUND_ROOT)/.ci/build-extension' '$(phplibdir)/northbound.so'
	@echo "dlname='northbound.so'" >$@

# `make test` reads this one; `make install` deletes it.
$(phplibdir)/northbound.la: $(builddir)/northbound.la
	@cp $(builddir)/northbound.la $@
