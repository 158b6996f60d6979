/* programs.c: runs each conformance program and reads the recording that it writes. */
#include "programs.h"

#include "trace/stream.h"

#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* What a program of tests/conformance writes when it is asked for its recording. */
static Trace *record(const char *program)
{
    char command[1100], bytes[4096];
    snprintf(command, sizeof command, "%s --recording", program);
    FILE *pipe = popen(command, "r"); // NOLINT(cert-env33-c): programs of this build
    Trace *trace = trace_new();
    TraceReader *reader = trace_reader_new(trace);
    assert_true(pipe != NULL && trace != NULL && reader != NULL);
    for (size_t length; (length = fread(bytes, 1, sizeof bytes, pipe)) > 0;) {
        assert_true(trace_reader_feed(reader, bytes, length));
    }
    trace_reader_free(reader);
    pclose(pipe);
    return trace;
}

void programs_each(void (*check)(const char *name, const Trace *trace))
{
    const char *build = getenv("LOOPSCOPE_BUILD");
    char pattern[1024];
    glob_t found;
    size_t programs = 0;
    snprintf(pattern, sizeof pattern, "%s/tests/program_*", build != NULL ? build : "build/release");
    assert_int_equal(glob(pattern, 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        const char *name = strrchr(found.gl_pathv[i], '/') + 1;
        if (strchr(name, '.') != NULL) {
            continue;
        }
        Trace *trace = record(found.gl_pathv[i]);
        assert_true(trace_count(trace) > 0);
        check(name, trace);
        trace_free(trace);
        programs++;
    }
    globfree(&found);
    assert_true(programs > 0);
}
