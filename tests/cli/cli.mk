# SPDX-License-Identifier: BSD-2-Clause
# The tests of the command lines need recordings made from text, and rewrite their own expectations.

MKREC := $(O)/tests/bin/mkrec
$(MKREC): tests/cli/mkrec/mkrec.c $(LIBA) $(O)/flags
	$(say) TEST $@
	@mkdir -p $(@D)
	$(test_cc) $(LIBS_FORMAT)
check-build: $(MKREC)

.PHONY: check-update
check-update: all $(MKREC)
	$(Q)for t in $(wildcard tests/cli/*.sh); do BUILD='$(abspath $(O))' UPDATE=1 sh $$t || bad=1; done; [ -z "$$bad" ]
