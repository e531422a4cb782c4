/* SPDX-License-Identifier: BSD-2-Clause */
/* Looks names of constants up in the flag sets, and types of arguments in the table. */
#include "format/constant.h"

#include <string.h>

#include "format/syscall/tables.h"

static const struct sct_arg_type *arg_type(const struct sct_syscall *row, unsigned arg)
{
	return row && row->types && arg < row->arg_count ? (const struct sct_arg_type *)row->types + arg : NULL;
}

const struct sct_flagset *sct_arg_set(const struct sct_syscall *row, unsigned arg)
{
	const struct sct_arg_type *t = arg_type(row, arg);
	const struct sct_flagset *set = t && t->shape == SCT_SHAPE_VALUE && t->type.id == SCT_T_SET ? t->type.set : NULL;

	return set && row->abi == SCT_ABI_ARM64 && set->arm64 ? set->arm64 : set;
}

bool sct_constant_in(const struct sct_flagset *set, const char *name, struct sct_constant *c)
{
	for (uint32_t i = 0; i < set->field_count; i++) {
		const struct sct_flag_field *f = &set->fields[i];

		for (uint32_t k = 0; k < f->count && f->form == SCT_FLAG_NAMES; k++)
			if (!strcmp(f->items[k].name, name)) {
				c->value = f->items[k].value;
				c->mask = f->mask ? f->mask : c->value;
				return true;
			}
	}
	return false;
}

bool sct_constant_any(const char *name, struct sct_constant *c)
{
	int signal = sct_signal_by_name(name);

	for (uint32_t i = 0; i < sct_set_count; i++)
		if (sct_constant_in(sct_sets[i], name, c))
			return true;
	*c = (struct sct_constant){ (uint64_t)signal, UINT64_MAX };
	return signal != 0;
}

const char *sct_constant_name(size_t i)
{
	for (uint32_t s = 0; s < sct_set_count; s++)
		for (uint32_t f = 0; f < sct_sets[s]->field_count; f++) {
			const struct sct_flag_field *field = &sct_sets[s]->fields[f];

			if (i < field->count)
				return field->form == SCT_FLAG_NAMES ? field->items[i].name : "";
			i -= field->count;
		}
	return NULL;
}

bool sct_arg_is_fd(const struct sct_syscall *row, unsigned arg)
{
	const struct sct_arg_type *t = arg_type(row, arg);

	return t && t->shape == SCT_SHAPE_VALUE && (t->type.id == SCT_T_FD || t->type.id == SCT_T_DIRFD);
}

bool sct_arg_is_signal(const struct sct_syscall *row, unsigned arg)
{
	const struct sct_arg_type *t = arg_type(row, arg);

	return t && t->shape == SCT_SHAPE_VALUE && t->type.id == SCT_T_SIGNAL;
}

static bool is_unsigned(uint8_t id)
{
	switch (id) {
	case SCT_T_UINT:
	case SCT_T_ULONG:
	case SCT_T_U64:
	case SCT_T_U32:
	case SCT_T_U16:
	case SCT_T_U8:
	case SCT_T_X:
	case SCT_T_XLONG:
	case SCT_T_X64:
	case SCT_T_X32:
	case SCT_T_X16:
	case SCT_T_X8:
	case SCT_T_ADDR:
	case SCT_T_SIZE:
	case SCT_T_UID:
	case SCT_T_GID:
	case SCT_T_OUID:
	case SCT_T_OGID:
	case SCT_T_SET:
		return true;
	default:
		return false;
	}
}

int64_t sct_arg_value(const struct sct_syscall *row, unsigned arg, uint64_t word)
{
	const struct sct_arg_type *t = arg_type(row, arg);

	if (!t || t->shape != SCT_SHAPE_VALUE)
		return (int64_t)word;
	switch (t->type.size) {
	case 4:
		return is_unsigned(t->type.id) ? (int64_t)(uint32_t)word : (int32_t)word;
	case 2:
		return is_unsigned(t->type.id) ? (int64_t)(uint16_t)word : (int16_t)word;
	case 1:
		return is_unsigned(t->type.id) ? (int64_t)(uint8_t)word : (int8_t)word;
	default:
		return (int64_t)word;
	}
}

int sct_signal_by_name(const char *name)
{
	for (int i = 1; i <= 64; i++) {
		const char *known = sct_signal_name(i);

		if (known && (!strcmp(known, name) || !strcmp(known + 3, name)))
			return i;
	}
	return 0;
}
