/* SPDX-License-Identifier: BSD-2-Clause */
/* Flag sets and enums by name. */
#include "format/decode/text.h"
#include "format/syscall/types.h"

static const struct sct_flag_item *find(const struct sct_flag_field *f, uint64_t value)
{
	uint32_t low = 0, high = f->count;

	while (low < high) {
		uint32_t mid = (low + high) / 2;

		if (f->items[mid].value == value)
			return &f->items[mid];
		if (f->items[mid].value < value)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

const char *sct_set_name(const struct sct_flagset *set, uint64_t value)
{
	const struct sct_flag_item *i = set->is_enum ? find(set->fields, value) : NULL;

	return i ? i->name : NULL;
}

/* A value without a name, and what it would be one of. */
static void unknown(struct sct_text *t, const struct sct_flagset *set, uint64_t value)
{
	sct_text_hex0(t, value);
	if (!set->unknown)
		return;
	sct_text_lit(t, " /* ");
	sct_text_str(t, set->unknown);
	sct_text_lit(t, " */");
}

static void name(struct sct_text *t, const struct sct_flag_item *i, bool *any)
{
	if (*any)
		sct_text_lit(t, "|");
	sct_text_put(t, i->name, i->length);
	*any = true;
}

/* Prints the bits of rest that have names; returns the others. */
static uint64_t bits(struct sct_text *t, const struct sct_flag_field *f, uint64_t rest, bool *any)
{
	for (uint32_t i = 0; i < f->count && rest; i++) {
		uint64_t v = f->items[i].value;

		if (!v || (rest & v) != v)
			continue;
		name(t, &f->items[i], any);
		rest &= ~v;
	}
	return rest;
}

/* Prints the field of rest that is a number; returns the other bits. */
static uint64_t number(struct sct_text *t, const struct sct_flagset *set, const struct sct_flag_field *f, uint64_t rest,
		       bool *any)
{
	uint64_t v = rest & f->mask;

	if (!v && f->form == SCT_FLAG_SHIFT)
		return rest;
	if (*any)
		sct_text_lit(t, "|");
	if (f->form == SCT_FLAG_OCTAL && rest != v) {
		/* strangers stand before the permissions */
		if (*any)
			sct_text_hex0(t, rest & ~f->mask);
		else
			unknown(t, set, rest & ~f->mask);
		sct_text_lit(t, "|");
		rest = v;
	}
	*any = true;
	if (f->form == SCT_FLAG_OCTAL) {
		sct_text_octal(t, v);
	} else {
		sct_text_unsigned(t, v >> f->items[0].value);
		sct_text_lit(t, "<<");
		sct_text_put(t, f->items[0].name, f->items[0].length);
	}
	return rest & ~f->mask;
}

static void zero(struct sct_text *t, const struct sct_flagset *set)
{
	for (uint32_t k = 0; k < set->field_count; k++)
		for (uint32_t i = 0; i < set->fields[k].count; i++)
			if (!set->fields[k].items[i].value) {
				sct_text_put(t, set->fields[k].items[i].name, set->fields[k].items[i].length);
				return;
			}
	sct_text_lit(t, "0");
}

void sct_text_set(struct sct_text *t, const struct sct_flagset *set, uint64_t value)
{
	const struct sct_flag_item *i;
	uint64_t rest = value;
	bool any = false;

	if (set->is_enum) {
		i = find(set->fields, value);
		if (i)
			sct_text_put(t, i->name, i->length);
		else
			unknown(t, set, value);
		return;
	}
	for (uint32_t k = 0; k < set->field_count; k++) {
		const struct sct_flag_field *f = &set->fields[k];

		if (!f->mask) {
			rest = bits(t, f, rest, &any);
			continue;
		}
		if (f->form != SCT_FLAG_NAMES) {
			rest = number(t, set, f, rest, &any);
			continue;
		}
		i = find(f, value & f->mask);
		if (i) {
			name(t, i, &any);
			rest &= ~f->mask;
		}
	}
	if (rest && any) {
		sct_text_lit(t, "|");
		sct_text_hex0(t, rest);
	} else if (rest) {
		unknown(t, set, rest);
	} else if (!any) {
		zero(t, set);
	}
}
