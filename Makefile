# sct: build, test, install. `make help` lists the targets.
#
#   O=DIR     build directory (build)       V=1   show commands
#   BPF=0     offline tools only            SAN=address,undefined   sanitizers
#   CC=clang  any C11 compiler              WERROR=1  warnings are errors

VERSION := 0.1.0
SOVERSION := 0
O ?= build
V ?= 0
BPF ?= 1
PREFIX ?= /usr/local
BINDIR ?= $(PREFIX)/bin
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
MANDIR ?= $(PREFIX)/share/man
CLANG ?= clang
BPFTOOL ?= bpftool
PROTOC_C ?= protoc-c
PKG_CONFIG ?= pkg-config

ifeq ($(origin CC),default)
CC := gcc
endif
CFLAGS ?= -O2 -g
WARN := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wvla \
	$(if $(filter 1,$(WERROR)),-Werror)
SANFLAGS := $(if $(SAN),-fsanitize=$(SAN) -fno-sanitize-recover=all -fno-omit-frame-pointer)
G := $(O)/gen
ALL_CFLAGS := -std=gnu11 -D_GNU_SOURCE -DSCT_VERSION='"$(VERSION)"' -I. -I$(G) -fPIC -fvisibility=hidden \
	-ffile-prefix-map=$(CURDIR)/= -pthread -MMD -MP $(WARN) $(SANFLAGS) $(CFLAGS)
ALL_LDFLAGS := -pthread $(SANFLAGS) $(LDFLAGS)
LIBS_FORMAT := $(shell $(PKG_CONFIG) --libs libzstd libprotobuf-c 2>/dev/null || echo -lzstd -lprotobuf-c)
LIBS_RECORD := $(shell $(PKG_CONFIG) --libs libbpf 2>/dev/null || echo -lbpf) -lelf -lz

ifeq ($(V),1)
Q :=
say = @:
else
Q := @
say = @printf '  %-6s %s\n'
endif

SRC_FORMAT := $(wildcard format/*.c format/decode/*.c)
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

.PHONY: all
all: $(BINS) $(LIBA) $(LIBSO) $(O)/lib/pkgconfig/libsct.pc
.DELETE_ON_ERROR:
.SECONDARY:
.SUFFIXES:

# ---- generated sources
GENERATED := $(G)/sct.pb-c.h $(G)/syscall_table.c $(G)/flag_table.c

$(G)/sct.pb-c.c $(G)/sct.pb-c.h &: format/proto/sct.proto
	$(say) PROTO $<
	@mkdir -p $(G)
	$(Q)$(PROTOC_C) --proto_path=format/proto --c_out=$(G) sct.proto

$(O)/host/gen: format/syscall/gen.c
	$(say) HOSTCC $<
	@mkdir -p $(@D)
	$(Q)$(CC) -std=gnu11 -D_GNU_SOURCE -O1 -Wall -Wextra -o $@ $<

$(G)/syscall_table.c: $(O)/host/gen $(wildcard format/syscall/*.def)
	$(say) GEN $@
	@mkdir -p $(G)
	$(Q)$(O)/host/gen table $(sort $(wildcard format/syscall/*.def)) > $@

$(G)/flag_table.c: $(O)/host/gen $(wildcard format/syscall/flags/*.in)
	$(say) GEN $@
	@mkdir -p $(G)
	$(Q)$(O)/host/gen flags $(sort $(wildcard format/syscall/flags/*.in)) > $@

# ---- the kernel program, embedded through its skeleton
$(O)/bpf/%.bpf.o: bpf/%.bpf.c $(wildcard bpf/*.h)
	$(say) BPF $<
	@mkdir -p $(@D)
	$(Q)$(CLANG) -target bpf -mcpu=v3 -O2 -g -Wall -Wextra -Werror -D__TARGET_ARCH_x86 -I. -ffile-prefix-map=$(CURDIR)/= \
		-fdebug-compilation-dir=. -c $< -o $@

$(G)/%.skel.h: $(O)/bpf/%.bpf.o
	$(say) SKEL $@
	@mkdir -p $(@D)
	$(Q)$(BPFTOOL) gen skeleton $< name $*_bpf > $@

# ---- objects
$(O)/obj/%.o: %.c | $(GENERATED)
	$(say) CC $<
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -c $< -o $@

$(O)/obj/gen/%.o: $(G)/%.c | $(GENERATED)
	$(say) CC $<
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -Wno-missing-prototypes -c $< -o $@

$(OBJ_RECORD): | $(G)/capture.skel.h
$(OBJ_RECORD): ALL_CFLAGS += $(shell $(PKG_CONFIG) --cflags libbpf 2>/dev/null)

# ---- libraries and programs
$(LIBA): $(OBJ_FORMAT)
	$(say) AR $@
	@mkdir -p $(@D)
	$(Q)rm -f $@ && $(AR) rcsD $@ $^

$(LIBSO): $(OBJ_FORMAT) format/sct.map
	$(say) LD $@
	@mkdir -p $(@D)
	$(Q)$(CC) -shared -Wl,-soname,$(@F) -Wl,--version-script=format/sct.map -o $@ $(OBJ_FORMAT) $(ALL_LDFLAGS) $(LIBS_FORMAT)
	$(Q)ln -sf $(@F) $(O)/lib/libsct.so

$(O)/lib/pkgconfig/libsct.pc: Makefile
	@mkdir -p $(@D)
	$(Q)printf '%s\n' 'prefix=$(PREFIX)' 'libdir=$(LIBDIR)' 'includedir=$(INCLUDEDIR)' '' 'Name: libsct' \
		'Description: read and write sct system call recordings' 'Version: $(VERSION)' \
		'Libs: -L$${libdir} -lsct' 'Cflags: -I$${includedir}' 'Requires.private: libzstd libprotobuf-c' > $@

$(O)/lib/libreplay.a: $(OBJ_REPLAY)
	@mkdir -p $(@D)
	$(Q)rm -f $@ && $(AR) rcsD $@ $^

$(O)/lib/librecord.a: $(OBJ_RECORD)
	@mkdir -p $(@D)
	$(Q)rm -f $@ && $(AR) rcsD $@ $^

$(O)/bin/sc-record: $(O)/obj/tools/sc-record.o $(OBJ_COMMON) $(O)/lib/librecord.a $(LIBA)
	$(say) LD $@
	@mkdir -p $(@D)
	$(Q)$(CC) -o $@ $^ $(ALL_LDFLAGS) $(LIBS_FORMAT) $(LIBS_RECORD)

$(O)/bin/sc-%: $(O)/obj/tools/sc-%.o $(OBJ_COMMON) $(O)/lib/libreplay.a $(LIBA)
	$(say) LD $@
	@mkdir -p $(@D)
	$(Q)$(CC) -o $@ $^ $(ALL_LDFLAGS) $(LIBS_FORMAT)

.PHONY: clean
clean:
	rm -rf $(O)

-include $(shell find $(O)/obj -name '*.d' 2>/dev/null)
