/* remarks.c: see remarks.h. */
#include "remarks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

char *remarks_on(async_coroutine main, LintKind kind)
{
    char *text = NULL, sentence[LINT_TEXT];
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    Trace *trace = trace_new();
    assert_true(out != NULL && trace != NULL);
    TraceSink sink = trace_sink(trace);
    async_use(&(async_settings){.virtual_time = true, .quiet = true, .sink = &sink});
    async_run(main);
    async_use(NULL);
    Model *model = model_new(trace);
    Lints *lints = lints_new(trace);
    assert_true(lints_update(lints));
    for (size_t i = 0; i < lints_count(lints); i++) {
        const Lint *lint = lints_at(lints, i);
        if (kind == LINT_KIND_COUNT || lint->kind == kind) {
            fprintf(out, "%s: %s\n", lint_name(lint->kind), lint_sentence(LANGUAGE_ENGLISH, lint, model, trace, sentence, sizeof sentence));
        }
    }
    lints_free(lints);
    model_free(model);
    trace_free(trace);
    fclose(out);
    return text;
}
