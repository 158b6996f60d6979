/* said.h: a text that comes ready made, in English, from where nobody knows the reader's language: out of a recording, or what is wrong with a file. */
#ifndef LOOPSCOPE_SAID_H
#define LOOPSCOPE_SAID_H

#include "language.h"

#include <stddef.h>

/* Marks such a text, or the format of one, where it is written: its entry in a catalogue has the context "said". */
#define SAID(english) english

enum { SAID_HOLES = 16 /* conversions in a format */, SAID_TEXT = 1100 /* bytes: longer ones stay as they are */ };

/* The same in that language, into `buffer`; returns it. Of all formats with that context the one is looked for that could have made the text, the one with
   the most words of its own first; what was put into it is looked up likewise, and stays as it is where it is none of ours. So do texts that no format could
   have made. Nothing is trusted: a text may hold anything. */
char *words_said(Language language, const char *said, char *buffer, size_t size);
/* The same of a name that stands in a recording, as that of what a task waits for outside of the loop, "data from 127.0.0.1:4242": the context is "name". Every
   name that the engine and the recorder of Python programs give in words is in the catalogues, each for any place in a sentence. */
char *words_named(Language language, const char *name, char *buffer, size_t size);
/* And of a remark that a recorder of Python programs has made, or of its advice: the context is "recorded". tests/house/recorded.py finds the formats in the
   recorder's own text, so that recordings need hold nothing but the English. */
char *words_recorded(Language language, const char *remark, char *buffer, size_t size);

#endif
