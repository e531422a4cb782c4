# SPDX-License-Identifier: BSD-2-Clause
# Benchmarks: `make bench` runs them all, `make bench-overhead` one. tests/bench/README.md says what each shows.
# Nothing here is part of `make check`, and no figure fails anything.

BENCH := $(O)/tests/bench
BENCH_PLAIN := $(addprefix $(BENCH)/,calls stopwatch)
BENCH_FORMAT := $(addprefix $(BENCH)/,recode codec grow)
# Without a recorder there is only the codec to measure.
BENCH_RUNS := $(if $(filter-out 0,$(BPF)),overhead filter throughput memory startup size read)

# Built like the programs the live tests record: plain, since they are what is measured.
$(BENCH_PLAIN): $(BENCH)/%: tests/bench/%.c
	$(say) BENCH $@
	@mkdir -p $(@D)
	$(Q)$(CC) -std=gnu11 -D_GNU_SOURCE -O2 $(WARN) -pthread -o $@ $<

$(BENCH_FORMAT): $(BENCH)/%: tests/bench/%.c $(LIBA) $(O)/flags
	$(say) BENCH $@
	@mkdir -p $(@D)
	$(test_cc) $(LIBS_FORMAT)

$(BENCH)/empty.bpf.o: tests/bench/empty.bpf.c $(O)/flags-bpf | $(O)/deps-bpf
	$(say) BPF $<
	@mkdir -p $(@D)
	$(Q)$(CLANG) $(BPF_CFLAGS) -c $< -o $@

$(BENCH)/empty.skel.h: $(BENCH)/empty.bpf.o
	$(say) SKEL $@
	$(Q)$(BPFTOOL) gen skeleton $< name empty_bpf > $@

$(BENCH)/empty: tests/bench/empty.c $(BENCH)/empty.skel.h $(O)/flags
	$(say) BENCH $@
	$(Q)$(CC) $(ALL_CFLAGS) $(CFLAGS_RECORD) -I$(BENCH) -MF $@.d -MT $@ -o $@ $< $(ALL_LDFLAGS) $(LIBS_RECORD)

.PHONY: bench bench-build bench-codec $(BENCH_RUNS:%=bench-%)
bench-build: all $(BENCH_PLAIN) $(BENCH_FORMAT) $(if $(filter-out 0,$(BPF)),$(BENCH)/empty)

bench:
	+@$(MAKE) --no-print-directory $(JOBS) bench-build
	@for b in $(BENCH_RUNS); do BUILD='$(abspath $(O))' tests/bench/$$b || exit 1; done
	@echo; echo '== codec'; $(BENCH)/codec

ifneq ($(BENCH_RUNS),)
$(BENCH_RUNS:%=bench-%): bench-%: bench-build
	@BUILD='$(abspath $(O))' tests/bench/$*
endif

bench-codec: bench-build
	@$(BENCH)/codec
