# SPDX-License-Identifier: BSD-2-Clause
# The corpus against strace: `make check-strace` prints every line that differs.
# The programs are static, so that what they do is theirs; the -32 ones need a multilib compiler.

STRACE_SRC := $(wildcard tests/strace/*.c)
STRACE_64 := $(STRACE_SRC:tests/strace/%.c=$(O)/tests/strace/%-64)
STRACE_32 := $(patsubst tests/strace/%.c,$(O)/tests/strace/%-32,$(STRACE_SRC))
STRACE_CC = $(CC) -std=gnu11 -D_GNU_SOURCE -O1 -g -w -static -no-pie

$(STRACE_64): $(O)/tests/strace/%-64: tests/strace/%.c tests/strace/corpus.h
	$(say) PROG $@
	@mkdir -p $(@D)
	$(Q)$(STRACE_CC) -o $@ $<

$(STRACE_32): $(O)/tests/strace/%-32: tests/strace/%.c tests/strace/corpus.h
	$(say) PROG $@
	@mkdir -p $(@D)
	$(Q)$(STRACE_CC) -m32 -o $@ $< 2>$@.log || { rm -f $@; : no -m32; }

.PHONY: check-strace
check-strace: all $(STRACE_64) $(STRACE_32)
	@BUILD='$(abspath $(O))' tests/strace/compare -d tests/strace-differences.md \
		$(filter-out %.log,$(wildcard $(STRACE_64) $(STRACE_32)))

# The summary is one of the tests (summary.sh).
ifneq ($(BPF),0)
check-build: $(STRACE_64) $(STRACE_32)
endif
