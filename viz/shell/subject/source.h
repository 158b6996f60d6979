/* source.h: where a run comes from: a lesson that is recorded now, or a recording in a file. */
#ifndef LOOPSCOPE_SOURCE_H
#define LOOPSCOPE_SOURCE_H

#include "follow.h"
#include "lesson/knobs.h"

typedef struct Source {
    Trace *trace;         /* owned; NULL when nothing could be opened */
    Trace *usual;         /* owned: the lesson with its knobs as in its text, when `trace` has others; else NULL */
    Follow *rest;         /* owned: what is still to be read of a recording; NULL: nothing */
    const Lesson *lesson; /* NULL for a recording of something else */
    int status;           /* exit status of a lesson's run */
    char name[64];        /* of the file, or the beginning of that */
    char notice[256];     /* "" or a sentence: what is wrong with the file, or why nothing could be opened */
} Source;

/* A lesson's name, else a file's. False: source->notice says why ("what is wrong: what to do"), and *wrong_call whether the name itself
   was wrong. A damaged recording opens up to its last whole record: true, with a notice. */
bool source_open(Source *source, const char *subject, bool *wrong_call);
/* The same for a window that goes on reading meanwhile: of a long recording, and of one that is still being written, a beginning is there, and
   source->rest has the rest. */
bool source_open_beginning(Source *source, const char *subject, bool *wrong_call);
/* Reads on, at most so many bytes. When nothing more is to come, source->rest is freed, and of a damaged recording source->notice says so. True:
   something was read. */
bool source_read_on(Source *source, size_t most);
/* A lesson's run in virtual time, one from a folder by Python, which takes a moment; `values` NULL: those in its text. */
bool source_record(Source *source, const Lesson *lesson, const KnobValues *values);
/* An example of where Python's versions part: its run with the rule, and that of the version before it as source->usual. */
bool source_record_example(Source *source, const Lesson *example);
void source_close(Source *source);

#endif
