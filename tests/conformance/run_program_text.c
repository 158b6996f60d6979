/* run_program_text.c: from the text of a program to the events of its run: the way in for files and for fuzzing. */
#include "core/loop.h"
#include "run_program.h"
#include "run/series.h"
#include "trace/jsonl.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

static const TracePlace module = {"program.json", "", "asyncio.run", 1};

/* As which Python it is to run: LOOPSCOPE_RULES says, "3.11.7". */
static uint32_t rules_asked_for(void)
{
    const char *rules = getenv("LOOPSCOPE_RULES");
    return rules ? async_rules_of(rules) : 0;
}

/* What the slots still hold goes with the loop, behind the last event. */
static void before_wait(void *program)
{
    if (loop_running->closing) {
        program_empty_slots(program, true);
    }
}

/* No hook: the program just prints. */
static int run_unwatched(Program *program)
{
    async_settings settings = {
        .virtual_time = true, .turn_limit = PROGRAM_TURNS, .rules = rules_asked_for(), .before_wait = before_wait, .context = program};
    series_forget();
    async_use(&settings);
    int status = async_run(program_call(program_main(program), &module));
    async_use(NULL);
    return status;
}

static int run(Program *program, FILE *out, char *problem, size_t problem_size)
{
    Trace *trace = trace_new();
    if (!trace) {
        snprintf(problem, problem_size, "out of memory");
        return 2;
    }
    TraceSink sink = trace_sink(trace);
    async_settings settings = {.virtual_time = true,
                               .quiet = true,
                               .sink = &sink,
                               .turn_limit = PROGRAM_TURNS,
                               .rules = rules_asked_for(),
                               .before_wait = before_wait,
                               .context = program};
    async_use(&settings);
    int status = async_run(program_call(program_main(program), &module));
    async_use(NULL);
    if (program->too_long) {
        snprintf(problem, problem_size, "the program does too much");
        status = 2;
    } else if (trace_full(trace) || !trace_write_jsonl(trace, out)) {
        snprintf(problem, problem_size, "the events could not be written");
        status = 2;
    }
    trace_free(trace);
    return status;
}

int run_program_text(const char *json, size_t length, FILE *out, char *problem, size_t problem_size)
{
    if (length > PROGRAM_BYTES) {
        snprintf(problem, problem_size, "the program is larger than a mebibyte");
        return 2;
    }
    cJSON *tree = cJSON_ParseWithLength(json, length);
    if (!tree) {
        snprintf(problem, problem_size, "this is no JSON");
        return 2;
    }
    int status = 2;
    Program *program = calloc(1, sizeof *program);
    if (!program) {
        snprintf(problem, problem_size, "out of memory");
    } else if (program_read(program, tree, problem, problem_size)) {
        status = out ? run(program, out, problem, problem_size) : run_unwatched(program);
    }
    if (program) {
        program_free(program);
    }
    free(program);
    cJSON_Delete(tree);
    return status;
}
