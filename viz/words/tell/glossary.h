/* glossary.h: the glossary as a page, or one word of it. */
#ifndef LOOPSCOPE_TELL_GLOSSARY_H
#define LOOPSCOPE_TELL_GLOSSARY_H

#include "lesson/glossary.h"

#include <stdio.h>

void tell_glossary(Language language, FILE *out);
bool tell_glossary_entry(Language language, size_t entry, FILE *out); /* false: writing failed */

#endif
