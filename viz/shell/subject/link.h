/* link.h: what opens the moment that is shown again. */
#ifndef LOOPSCOPE_SHELL_LINK_H
#define LOOPSCOPE_SHELL_LINK_H

#include "shell/session_parts.h"

enum { LINK_TEXT = 1024 };

/* What stands before each of its parts. */
typedef struct LinkForm {
    const char *lesson, *at, *knob, *knob_is, *rules, *python, *predict;
} LinkForm;

/* link_copy.c: as this edition is opened: by a command, or behind a page's address. */
extern const LinkForm link_form;
/* The lesson (no name for a recording), the moment, the knobs that were turned, the rules, the language, predict mode. False: it is too long. */
bool link_write(const Session *session, const LinkForm *form, char text[LINK_TEXT]);

/* link_recording.c: a recording as letters that an address may have: compressed as zlib does, in base64url; for free(). NULL: `error` says in one
   sentence why there can be no such link. */
enum { LINK_RECORDING = 30000 /* bytes, compressed: what may be longer is cut off on its way by some who pass it on */ };
char *link_recording(const Trace *trace, char *error, size_t size);
/* The same as bytes, not compressed; for free(). NULL: there are too many, or no memory for them. */
char *link_bytes(const Trace *trace, size_t *length);

/* Copies it in that form, and says so. */
void link_copy(Session *session);

#endif
