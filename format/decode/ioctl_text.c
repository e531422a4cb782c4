/* SPDX-License-Identifier: BSD-2-Clause */
/* ioctl requests by name; unknown ones by the fields of asm-generic/ioctl.h. */
#include "format/decode/ioctl_text.h"
#include "format/syscall/types.h"

extern const struct sct_flagset sct_set_ioctl;

/* Requests whose number holds the length of a buffer: the number without it. */
static const char *sized(uint32_t request, uint32_t *length)
{
	*length = request >> 16 & 0x3fff;
	switch (request & 0xc000ffff) {
	case 0x80004506: return "EVIOCGNAME";
	case 0x80004507: return "EVIOCGPHYS";
	case 0x80004508: return "EVIOCGUNIQ";
	case 0x80004509: return "EVIOCGPROP";
	case 0x80004518: return "EVIOCGKEY";
	case 0x80004519: return "EVIOCGLED";
	case 0x8000451a: return "EVIOCGSND";
	case 0x8000451b: return "EVIOCGSW";
	case 0x80006a13: return "JSIOCGNAME";
	case 0x80004804: return "HIDIOCGRAWNAME";
	case 0x80004805: return "HIDIOCGRAWPHYS";
	case 0x80004808: return "HIDIOCGRAWUNIQ";
	case 0xc0004806: return "HIDIOCSFEATURE";
	case 0xc0004807: return "HIDIOCGFEATURE";
	default: return NULL;
	}
}

void sct_text_ioctl(struct sct_text *t, uint32_t request)
{
	static const char *const directions[] = { "_IOC_NONE", "_IOC_WRITE", "_IOC_READ", "_IOC_READ|_IOC_WRITE" };
	const char *name = sct_set_name(&sct_set_ioctl, request);
	uint32_t length;

	if (name) {
		sct_text_str(t, name);
		return;
	}
	name = sized(request, &length);
	if (name) {
		sct_text_str(t, name);
		sct_text_lit(t, "(");
		sct_text_unsigned(t, length);
		sct_text_lit(t, ")");
		return;
	}
	sct_text_lit(t, "_IOC(");
	sct_text_str(t, directions[request >> 30]);
	sct_text_lit(t, ", ");
	sct_text_hex(t, request >> 8 & 0xff);
	sct_text_lit(t, ", ");
	sct_text_hex(t, request & 0xff);
	sct_text_lit(t, ", ");
	sct_text_hex(t, request >> 16 & 0x3fff);
	sct_text_lit(t, ")");
}
