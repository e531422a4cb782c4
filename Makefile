# SPDX-License-Identifier: BSD-2-Clause
# sct: build, test, install. `make help` lists the targets and variables.
#
# One makefile for the whole tree. Fragments beside what they describe (fuzz/fuzz.mk,
# tools/docs.mk, tests/bench/bench.mk) add to these lists: ALL_EXTRA (built by `make`),
# CHECK_EXTRA (test programs and scripts run by `make check`), LINT_EXTRA (targets run by
# `make lint`), INSTALL_EXTRA and UNINSTALL_EXTRA (targets run by `make install`, `uninstall`).

VERSION := 0.1.0
SOVERSION := 0
O ?= build
V ?= 0
BPF ?= 1
LIVE ?= 1
PREFIX ?= /usr/local
BINDIR ?= $(PREFIX)/bin
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
DATADIR ?= $(PREFIX)/share
MANDIR ?= $(DATADIR)/man
CLANG ?= clang
# Users do not have sbin, where Debian puts bpftool, in their PATH.
BPFTOOL ?= $(firstword $(shell PATH="$$PATH:/usr/local/sbin:/usr/sbin:/sbin" command -v bpftool) bpftool)
PROTOC_C ?= protoc-c
PROTOC ?= protoc
PKG_CONFIG ?= pkg-config
NPROC := $(shell nproc 2>/dev/null || echo 2)

ifeq ($(origin CC),default)
CC := gcc
endif
CFLAGS ?= -O2 -g
WARN := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wvla \
	$(if $(filter 1,$(WERROR)),-Werror)
SANFLAGS := $(if $(SAN),-fsanitize=$(SAN) -fno-sanitize-recover=all -fno-omit-frame-pointer)
G := $(O)/gen
# The maps keep the checkout's and the build directory's names out of the binaries.
MAPFLAGS := -ffile-prefix-map=$(CURDIR)=. -ffile-prefix-map=$(abspath $(O))=build
ALL_CFLAGS := -std=gnu11 -D_GNU_SOURCE -DSCT_VERSION='"$(VERSION)"' -I. -I$(G) -fPIC -fvisibility=hidden \
	$(MAPFLAGS) -pthread -MMD -MP $(WARN) $(SANFLAGS) $(CPPFLAGS) $(CFLAGS)
ALL_LDFLAGS := -pthread $(SANFLAGS) $(LDFLAGS)
BPF_CFLAGS := -target bpf -mcpu=v3 -O2 -g -Wall -Wextra -Wno-unused-parameter -Werror -D__TARGET_ARCH_x86 -I. -I$(G) \
	-ffile-prefix-map=$(CURDIR)=. -ffile-prefix-map=$(abspath $(O))=build -fdebug-compilation-dir=.
LIBS_FORMAT := $(shell $(PKG_CONFIG) --libs libzstd libprotobuf-c 2>/dev/null || echo -lzstd -lprotobuf-c)
ifneq ($(BPF),0)
LIBS_RECORD := $(shell $(PKG_CONFIG) --libs libbpf 2>/dev/null || echo -lbpf) -lelf -lz
CFLAGS_RECORD := $(shell $(PKG_CONFIG) --cflags libbpf 2>/dev/null)
endif

ifeq ($(V),1)
Q :=
say = @:
else
Q := @
say = @printf '  %-6s %s\n'
endif

SRC_FORMAT := $(wildcard format/*.c format/decode/*.c) $(filter-out format/syscall/gen%.c,$(wildcard format/syscall/*.c))
SRC_GEN_FORMAT := $(G)/sct.pb-c.c $(G)/syscall_table.c $(G)/flag_table.c
SRC_REPLAY := $(wildcard replay/*.c)
SRC_RECORD := $(wildcard record/*.c)
SRC_COMMON := $(filter-out $(wildcard tools/sc-*.c),$(wildcard tools/*.c))
TOOLS := $(patsubst tools/%.c,%,$(wildcard tools/sc-*.c))
ifeq ($(BPF),0)
TOOLS := $(filter-out sc-record,$(TOOLS))
endif

obj = $(patsubst %.c,$(O)/obj/%.o,$(patsubst $(O)/%,%,$(1)))
OBJ_FORMAT := $(call obj,$(SRC_FORMAT) $(SRC_GEN_FORMAT))
OBJ_REPLAY := $(call obj,$(SRC_REPLAY))
OBJ_RECORD := $(call obj,$(SRC_RECORD))
OBJ_COMMON := $(call obj,$(SRC_COMMON))

BINS := $(TOOLS:%=$(O)/bin/%)
LIBA := $(O)/lib/libsct.a
LIBSO := $(O)/lib/libsct.so.$(SOVERSION)
LIBREPLAY := $(O)/lib/libreplay.a
LIBRECORD := $(O)/lib/librecord.a
PC := $(O)/lib/pkgconfig/libsct.pc

ALL_EXTRA :=
CHECK_EXTRA :=
LINT_EXTRA :=
INSTALL_EXTRA :=
UNINSTALL_EXTRA :=

.PHONY: all
all: all-programs
.DELETE_ON_ERROR:
.SECONDARY:
.SUFFIXES:
.PHONY: FORCE
FORCE:

# ---- what a rebuild depends on besides the sources
# stamp NAME CONTENT: a file that changes when the content does.
stamp = $(if $(call differ,$(subst $$,-,$(file <$(O)/$(1))),$(subst $$,-,$(2))),$(shell mkdir -p $(O))$(file >$(O)/$(1),$(2)))
differ = $(strip $(filter-out $(1),$(2)) $(filter-out $(2),$(1)))
$(call stamp,flags,$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) $(LIBS_FORMAT) $(LIBS_RECORD))
$(call stamp,flags-bpf,$(CLANG) $(BPF_CFLAGS))
$(call stamp,sources,$(sort $(SRC_FORMAT) $(SRC_REPLAY) $(SRC_RECORD) $(SRC_COMMON)))

# Looked at once per build directory, so that a missing tool is one clear message.
$(O)/deps-build: .ci/deps
	@.ci/deps check build && mkdir -p $(@D) && touch $@
$(O)/deps-bpf: .ci/deps
	@.ci/deps check bpf && mkdir -p $(@D) && touch $@

# ---- generated sources
GENERATED := $(G)/sct.pb-c.h $(G)/syscall_table.c $(G)/flag_table.c

$(G)/sct.pb-c.c $(G)/sct.pb-c.h &: format/proto/sct.proto | $(O)/deps-build
	$(say) PROTO $<
	@mkdir -p $(G)
	$(Q)$(PROTOC_C) --proto_path=format/proto --c_out=$(G) sct.proto

SRC_GEN := $(wildcard format/syscall/gen*.c)
$(O)/host/gen: $(SRC_GEN) $(wildcard format/syscall/*.h) | $(O)/deps-build
	$(say) HOSTCC $@
	@mkdir -p $(@D)
	$(Q)$(CC) -std=gnu11 -D_GNU_SOURCE -O1 -I. $(WARN) -o $@ $(SRC_GEN)

$(G)/syscall_table.c: $(O)/host/gen $(wildcard format/syscall/*.def)
	$(say) GEN $@
	@mkdir -p $(G)
	$(Q)$(O)/host/gen table $(sort $(wildcard format/syscall/*.def)) > $@

$(G)/flag_table.c: $(O)/host/gen $(wildcard format/syscall/flags/*.in)
	$(say) GEN $@
	@mkdir -p $(G)
	$(Q)$(O)/host/gen flags $(sort $(wildcard format/syscall/flags/*.in)) > $@

# ---- the kernel program, embedded through its skeleton
$(O)/bpf/%.bpf.o: bpf/%.bpf.c $(wildcard bpf/*.h) $(O)/flags-bpf | $(O)/deps-bpf
	$(say) BPF $<
	@mkdir -p $(@D)
	$(Q)$(CLANG) $(BPF_CFLAGS) -c $< -o $@

$(G)/%.skel.h: $(O)/bpf/%.bpf.o
	$(say) SKEL $@
	@mkdir -p $(@D)
	$(Q)$(BPFTOOL) gen skeleton $< name $*_bpf > $@

# ---- objects
$(O)/obj/%.o: %.c $(O)/flags | $(GENERATED)
	$(say) CC $<
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -c $< -o $@

$(O)/obj/gen/%.o: $(G)/%.c $(O)/flags | $(GENERATED)
	$(say) CC $<
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -Wno-missing-prototypes -c $< -o $@

$(OBJ_RECORD): | $(G)/capture.skel.h
$(OBJ_RECORD): ALL_CFLAGS += $(CFLAGS_RECORD)

# ---- libraries and programs
archive = $(Q)rm -f $@ && $(AR) rcsD $@ $(filter %.o,$^)
link = $(Q)$(CC) -o $@ $(filter %.o %.a,$^) $(ALL_LDFLAGS)

$(LIBA): $(OBJ_FORMAT) $(O)/sources
	$(say) AR $@
	@mkdir -p $(@D)
	$(archive)

$(LIBSO): $(OBJ_FORMAT) format/sct.map $(O)/sources
	$(say) LD $@
	@mkdir -p $(@D)
	$(link) -shared -Wl,-soname,$(@F) -Wl,--version-script=format/sct.map $(LIBS_FORMAT)
	$(Q)ln -sf $(@F) $(O)/lib/libsct.so

$(LIBREPLAY): $(OBJ_REPLAY) $(O)/sources
	$(say) AR $@
	@mkdir -p $(@D)
	$(archive)

$(LIBRECORD): $(OBJ_RECORD) $(O)/sources
	$(say) AR $@
	@mkdir -p $(@D)
	$(archive)

$(O)/bin/sc-record: $(O)/obj/tools/sc-record.o $(OBJ_COMMON) $(LIBRECORD) $(LIBA)
	$(say) LD $@
	@mkdir -p $(@D)
	$(link) $(LIBS_FORMAT) $(LIBS_RECORD)

$(O)/bin/sc-%: $(O)/obj/tools/sc-%.o $(OBJ_COMMON) $(LIBREPLAY) $(LIBA)
	$(say) LD $@
	@mkdir -p $(@D)
	$(link) $(LIBS_FORMAT)

pc = printf '%s\n' 'prefix=$(PREFIX)' 'libdir=$(LIBDIR)' 'includedir=$(INCLUDEDIR)' '' 'Name: libsct' \
	'Description: read and write sct system call recordings' 'Version: $(VERSION)' \
	'Libs: -L$${libdir} -lsct' 'Cflags: -I$${includedir}' 'Libs.private: -pthread' \
	'Requires.private: libzstd libprotobuf-c'
$(PC): FORCE
	@mkdir -p $(@D)
	@$(pc) | cmp -s - $@ || $(pc) > $@

# ---- tests
# Every tests/*/*.c is a program of its own, except the recorded programs (progs, strace) and the
# benchmarks; every tests/*/*.sh a script run with BUILD set. Exit 77 skips, the last line says why.
SRC_TEST := $(filter-out tests/progs/% tests/bench/% tests/strace/%,$(wildcard tests/*/*.c))
SH_TEST := $(filter-out tests/progs/% tests/bench/%,$(wildcard tests/*/*.sh))
SRC_TEST_RECORD := $(if $(SRC_TEST),$(shell grep -l '^\#include "record/' $(SRC_TEST)))
ifeq ($(BPF),0)
SRC_TEST := $(filter-out $(SRC_TEST_RECORD),$(SRC_TEST))
SRC_TEST_RECORD :=
endif
BIN_TEST := $(SRC_TEST:%.c=$(O)/%)
BIN_TEST_RECORD := $(SRC_TEST_RECORD:%.c=$(O)/%)
BIN_PROG := $(patsubst %.c,$(O)/%,$(wildcard tests/progs/*.c))

test_cc = $(Q)$(CC) $(ALL_CFLAGS) $(CFLAGS_RECORD) -MF $@.d -MT $@ -o $@ $< $(filter %.a,$^) $(ALL_LDFLAGS)

$(filter-out $(BIN_TEST_RECORD),$(BIN_TEST)): $(O)/tests/%: tests/%.c $(LIBREPLAY) $(LIBA) $(O)/flags
	$(say) TEST $@
	@mkdir -p $(@D)
	$(test_cc) $(LIBS_FORMAT)

$(BIN_TEST_RECORD): $(O)/tests/%: tests/%.c $(LIBRECORD) $(LIBREPLAY) $(LIBA) $(O)/flags
	$(say) TEST $@
	@mkdir -p $(@D)
	$(test_cc) $(LIBS_FORMAT) $(LIBS_RECORD)

# The programs the live tests record: plain, small, and linked with nothing of ours, since they
# are the other opinion. The -32 ones need a multilib compiler; without one their tests skip.
$(filter-out %-32,$(BIN_PROG)): $(O)/tests/progs/%: tests/progs/%.c $(wildcard tests/progs/*.h)
	$(say) PROG $@
	@mkdir -p $(@D)
	$(Q)$(CC) -std=gnu11 -D_GNU_SOURCE -O1 -g $(WARN) -pthread -o $@ $<

$(filter %-32,$(BIN_PROG)): $(O)/tests/progs/%: tests/progs/%.c $(wildcard tests/progs/*.h)
	$(say) PROG $@
	@mkdir -p $(@D)
	$(Q)$(CC) -m32 -std=gnu11 -D_GNU_SOURCE -O1 -g $(WARN) -pthread -o $@ $< 2>$@.log || { rm -f $@; : no -m32; }

include $(wildcard */*.mk tests/*/*.mk)
ifneq ($(wildcard tools/docs.mk),)
LINT_EXTRA += lint-man
INSTALL_EXTRA += install-docs
endif

.PHONY: all-programs
all-programs: $(BINS) $(LIBA) $(LIBSO) $(PC) $(ALL_EXTRA)

.PHONY: check-build check
check-build: all $(BIN_TEST) $(BIN_PROG) $(filter $(O)/%,$(CHECK_EXTRA))

# -j in the sub-make unless the caller has chosen already.
JOBS = $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(NPROC))
# TESTS='format/* live/exit' runs a choice.
TESTS ?=
check:
	+@$(MAKE) --no-print-directory $(JOBS) check-build
	@BUILD='$(abspath $(O))' CC='$(CC)' CFLAGS='$(CFLAGS)' SAN='$(SAN)' BPF='$(BPF)' LIVE='$(LIVE)' PROTOC='$(PROTOC)' \
		VERSION='$(VERSION)' MAKE_VARS='$(MAKEOVERRIDES)' tests/run -j $(NPROC) $(if $(TESTS),-t '$(TESTS)') -- $(BIN_TEST) $(SH_TEST) $(CHECK_EXTRA)

# ---- style, static analysis, and the promises no compiler checks
.PHONY: lint
lint: $(GENERATED) $(if $(filter-out 0,$(BPF)),$(if $(wildcard bpf/capture.bpf.c),$(G)/capture.skel.h)) $(LIBSO)
	@.ci/lint '$(O)'
	+@for t in $(LINT_EXTRA); do $(MAKE) --no-print-directory $$t || exit 1; done

# ---- first steps
DEPS_SETS := build $(if $(filter 0,$(BPF)),,bpf)
.PHONY: deps demo
deps:
	@.ci/deps install $(DEPS_SETS) test lint

DEMO ?= ls -l /
demo:
	@.ci/deps check $(DEPS_SETS) 2>/dev/null || .ci/deps install $(DEPS_SETS)
	+@$(MAKE) --no-print-directory $(JOBS) all
	@.ci/demo '$(O)' $(DEMO)

# ---- installing
.PHONY: install uninstall
D := $(DESTDIR)
install: all
	install -d '$(D)$(BINDIR)' '$(D)$(LIBDIR)/pkgconfig' '$(D)$(INCLUDEDIR)'
	$(if $(BINS),install -m 755 $(BINS) '$(D)$(BINDIR)')
	install -m 644 $(LIBA) '$(D)$(LIBDIR)'
	install -m 755 $(LIBSO) '$(D)$(LIBDIR)'
	ln -sf libsct.so.$(SOVERSION) '$(D)$(LIBDIR)/libsct.so'
	install -m 644 $(PC) '$(D)$(LIBDIR)/pkgconfig'
	install -m 644 format/sct.h '$(D)$(INCLUDEDIR)/sct.h'
	install -d '$(D)$(DATADIR)/sct'
	install -m 644 format/proto/sct.proto format/SPEC.md format/sct.magic '$(D)$(DATADIR)/sct'
	+@for t in $(INSTALL_EXTRA); do $(MAKE) --no-print-directory $$t || exit 1; done

uninstall:
	rm -f $(patsubst %,'$(D)$(BINDIR)/%',$(TOOLS)) '$(D)$(INCLUDEDIR)/sct.h' '$(D)$(LIBDIR)/pkgconfig/libsct.pc' \
		'$(D)$(LIBDIR)/libsct.a' '$(D)$(LIBDIR)/libsct.so' '$(D)$(LIBDIR)/libsct.so.$(SOVERSION)'
	rm -rf '$(D)$(DATADIR)/sct'
	rm -f $(foreach m,$(MAN_PAGES),'$(D)$(MANDIR)/man$(patsubst .%,%,$(suffix $(m)))/$(notdir $(m))') \
		$(foreach t,$(TOOLS),'$(D)$(DATADIR)/bash-completion/completions/$(t)' \
		'$(D)$(DATADIR)/zsh/site-functions/_$(t)' '$(D)$(DATADIR)/fish/vendor_completions.d/$(t).fish')
	+@for t in $(UNINSTALL_EXTRA); do $(MAKE) --no-print-directory $$t || exit 1; done

.PHONY: dist clean help
dist:
	git archive --format=tar --prefix=sct-$(VERSION)/ HEAD | xz -9 > sct-$(VERSION).tar.xz

clean:
	rm -rf $(O)

help:
	@printf '%s\n' \
	'make                 programs in $(O)/bin, libraries in $(O)/lib' \
	'make demo            install what is missing, build, record a command, print the recording' \
	'make check           build and run all tests (TESTS="format/* live/exit" runs a choice, LIVE=0 none that record)' \
	'make lint            formatting, static analysis, symbol map, tree rules, options against manual pages' \
	'make deps            install the Debian packages needed for all of this' \
	'make fuzz            fuzz the readers (FUZZ_SECONDS=60)' \
	'make bench           measure the figures HACKING.md lists' \
	'make install         DESTDIR= PREFIX=/usr/local; make uninstall takes it back' \
	'make dist, clean' \
	'' \
	'O=DIR build directory (build)     V=1 show commands' \
	'BPF=0 offline tools only          SAN=address,undefined sanitizers' \
	'CC=clang any C11 compiler         WERROR=1 warnings are errors'

-include $(shell find $(O)/obj $(O)/tests -name '*.d' 2>/dev/null)
