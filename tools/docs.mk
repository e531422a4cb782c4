# SPDX-License-Identifier: BSD-2-Clause
# Man pages and completions, assembled from the tools' own option tables. Included by Makefile;
# adds to its lists.

MAN_PAGES := $(patsubst man/%.in,$(O)/man/%,$(wildcard man/sc-*.1.in)) $(patsubst man/%,$(O)/man/%,$(wildcard man/*.5 man/*.7))
ifeq ($(BPF),0)
MAN_PAGES := $(filter-out $(O)/man/sc-record.1,$(MAN_PAGES))
endif
COMPLETIONS := $(foreach t,$(TOOLS),$(O)/completion/bash/$(t) $(O)/completion/zsh/_$(t) $(O)/completion/fish/$(t).fish)

# @OPTIONS@ stands alone on its line, @VERSION@ anywhere
$(O)/man/%.1: man/%.1.in $(O)/bin/%
	$(say) MAN $@
	@mkdir -p $(@D)
	$(Q)$(O)/bin/$* --dump-options=man > $@.options
	$(Q)sed -e '/^@OPTIONS@$$/{r $@.options' -e 'd;}' -e 's/@VERSION@/$(VERSION)/g' $< > $@ && rm -f $@.options

$(O)/man/%: man/%
	@mkdir -p $(@D)
	$(Q)sed 's/@VERSION@/$(VERSION)/g' $< > $@

$(O)/completion/bash/%: $(O)/bin/%
	@mkdir -p $(@D)
	$(Q)$< --dump-options=bash > $@

$(O)/completion/zsh/_%: $(O)/bin/%
	@mkdir -p $(@D)
	$(Q)$< --dump-options=zsh > $@

$(O)/completion/fish/%.fish: $(O)/bin/%
	@mkdir -p $(@D)
	$(Q)$< --dump-options=fish > $@

.PHONY: docs lint-man install-docs uninstall-docs
docs: $(MAN_PAGES) $(COMPLETIONS)
ALL_EXTRA += $(MAN_PAGES) $(COMPLETIONS)
LINT_EXTRA += lint-man
INSTALL_EXTRA += install-docs
UNINSTALL_EXTRA += uninstall-docs

lint-man: $(MAN_PAGES)
	$(say) LINT "man pages"
	$(Q)if command -v mandoc >/dev/null; then mandoc -T lint -W warning $(MAN_PAGES); else echo "skipped: no mandoc"; fi

install-docs: docs
	$(Q)for f in $(MAN_PAGES); do install -D -m 644 $$f $(DESTDIR)$(MANDIR)/man$${f##*.}/$${f##*/} || exit 1; done
	$(Q)for t in $(TOOLS); do \
		install -D -m 644 $(O)/completion/bash/$$t $(DESTDIR)$(DATADIR)/bash-completion/completions/$$t && \
		install -D -m 644 $(O)/completion/zsh/_$$t $(DESTDIR)$(DATADIR)/zsh/site-functions/_$$t && \
		install -D -m 644 $(O)/completion/fish/$$t.fish $(DESTDIR)$(DATADIR)/fish/vendor_completions.d/$$t.fish || exit 1; \
	done

uninstall-docs:
	$(Q)rm -f $(foreach f,$(notdir $(MAN_PAGES)),'$(DESTDIR)$(MANDIR)/man$(patsubst .%,%,$(suffix $(f)))/$(f)') \
		$(foreach t,$(TOOLS),'$(DESTDIR)$(DATADIR)/bash-completion/completions/$(t)' \
		'$(DESTDIR)$(DATADIR)/zsh/site-functions/_$(t)' '$(DESTDIR)$(DATADIR)/fish/vendor_completions.d/$(t).fish')
