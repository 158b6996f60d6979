/* xml.h: text as XML and HTML have it. */
#ifndef LOOPSCOPE_XML_H
#define LOOPSCOPE_XML_H

#include <stdio.h>

/* What means something there is escaped, what is not allowed there (control characters but for tabs and line ends) left out, and what is not UTF-8 becomes U+FFFD:
   programs print anything. */
void xml_text(FILE *out, const char *text, size_t length);

#endif
