/* json.h: the pieces of JSON text that an export of a trace is made of. Errors stay in the FILE: ask ferror() at the end. */
#ifndef LOOPSCOPE_TRACE_JSON_H
#define LOOPSCOPE_TRACE_JSON_H

#include "trace.h"

#include <stdio.h>

/* Characters inside a JSON string, without its quotes. Bytes that are not UTF-8 become U+FFFD. */
void trace_json_characters(FILE *out, const char *text, size_t length);
/* A whole JSON string. */
void trace_json_string(FILE *out, const char *text, size_t length);
/* Nanoseconds as a number of seconds, with no more digits than it takes: 2, 0.5, 0.000001. */
void trace_json_seconds(FILE *out, int64_t ns);

#endif
