# SPDX-License-Identifier: BSD-2-Clause
# Fuzzing. `make check` replays the corpus; `make fuzz` (clang) looks for more, FUZZ_SECONDS in all.
# What it finds stays in $(O)/fuzz/crash/; replay one with $(O)/fuzz/replay-NAME FILE.

FUZZ_SECONDS ?= 60
FUZZ_CC ?= clang
FUZZ_TARGETS := reader batch header desc
FUZZ_TEXTS := $(sort $(wildcard tests/format/corpus/*.txt))
FUZZ_REPLAY := $(FUZZ_TARGETS:%=$(O)/fuzz/replay-%)
CHECK_EXTRA += $(FUZZ_REPLAY)

$(O)/fuzz/mkcorpus: fuzz/mkcorpus.c $(LIBA) $(O)/flags
	$(say) FUZZ $@
	@mkdir -p $(@D)
	$(test_cc) $(LIBS_FORMAT)

$(O)/fuzz/corpus.done: $(O)/fuzz/mkcorpus $(FUZZ_TEXTS)
	$(say) CORPUS $(@D)/corpus
	$(Q)rm -rf $(@D)/corpus && $(O)/fuzz/mkcorpus $(@D)/corpus $(FUZZ_TEXTS)
	@touch $@

$(FUZZ_REPLAY): $(O)/fuzz/replay-%: fuzz/%.c fuzz/replay_main.c $(LIBA) $(O)/flags | $(O)/fuzz/corpus.done
	$(say) FUZZ $@
	@mkdir -p $(@D)
	$(test_cc) fuzz/replay_main.c $(LIBS_FORMAT)

# The fuzzer sees into the library, so it is compiled again with it, table and printer left out.
FUZZ_LIB := $(filter-out format/call_set.c,$(wildcard format/*.c)) $(G)/sct.pb-c.c
FUZZ_FLAGS := -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all -O1 -g

$(FUZZ_TARGETS:%=$(O)/fuzz/fuzz-%): $(O)/fuzz/fuzz-%: fuzz/%.c $(FUZZ_LIB) $(wildcard format/*.h fuzz/*.h)
	$(say) FUZZ $@
	@mkdir -p $(@D)
	$(Q)$(FUZZ_CC) -std=gnu11 -D_GNU_SOURCE -I. -I$(G) $(WARN) -Wno-missing-prototypes $(FUZZ_FLAGS) -o $@ $< $(FUZZ_LIB) $(LIBS_FORMAT)

.PHONY: fuzz
fuzz: $(FUZZ_TARGETS:%=$(O)/fuzz/fuzz-%) $(O)/fuzz/corpus.done
	@mkdir -p $(O)/fuzz/crash
	@failed=0; for t in $(FUZZ_TARGETS); do \
		mkdir -p $(O)/fuzz/found/$$t; \
		echo "  FUZZ   $$t"; \
		$(O)/fuzz/fuzz-$$t -max_total_time=$$(( ($(FUZZ_SECONDS) + 3) / 4 )) -max_len=20000 -timeout=20 -rss_limit_mb=2000 \
			-verbosity=0 -print_final_stats=1 -artifact_prefix=$(O)/fuzz/crash/$$t- \
			$(O)/fuzz/found/$$t $(O)/fuzz/corpus/$$t >$(O)/fuzz/$$t.log 2>&1 || failed=1; \
		grep -E 'SUMMARY|broken|ERROR|runtime error|number_of_executed|Test unit' $(O)/fuzz/$$t.log; \
	done; exit $$failed

-include $(wildcard $(O)/fuzz/*.d)
