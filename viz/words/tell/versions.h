/* versions.h: where Python's versions schedule differently, as a page; and one of these differences with the run of its example. */
#ifndef LOOPSCOPE_TELL_VERSIONS_H
#define LOOPSCOPE_TELL_VERSIONS_H

#include "language/language.h"
#include "lesson/examples.h"

#include <stdio.h>

void tell_versions(Language language, FILE *out);
/* The rule of an example, its program, and where the runs part. False: out of memory, or writing failed. */
bool tell_version(Language language, const Lesson *example, const Trace *before, const Trace *with, FILE *out);
/* The rule of that name, of which example_missing() tells, and why it has no example. False: writing failed. */
bool tell_version_missing(Language language, const char *name, FILE *out);

#endif
