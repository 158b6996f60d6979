/* output.c: what the program prints, the time of day as it sees it, and how it lets time pass by standing still. */
#include "hook.h"
#include "report.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* One line of output is one fact, as each line of Python's print is. */
static void record_lines(async_loop *loop, const char *text, const TracePlace *place)
{
    uint32_t at = hook_place(loop, place);
    const char *end;
    do {
        end = strchr(text, '\n');
        size_t length = end ? (size_t)(end - text) : strlen(text);
        uint32_t line = length ? loop->sink->text(loop->sink->context, text, length) : 0;
        hook_emit(loop, EV_OUT, 0, 0, 0, line, 0, at);
        text += length + 1;
    } while (end);
}

void async_print_(const TracePlace *place, const char *format, ...)
{
    char small[512];
    size_t length;
    va_list arguments;
    va_start(arguments, format);
    char *made = text_format(small, sizeof small, &length, format, arguments),
         *text = made ? made : small; /* out of memory: the line is cut */
    va_end(arguments);
    async_loop *loop = loop_running;
    if (hooked(loop)) {
        record_lines(loop, text, place);
    }
    if (!loop || !loop->settings.quiet) {
        puts(text);
    }
    if (text != small) {
        free(text);
    }
}

static int64_t time_of_day(void) /* ns since 1970 */
{
    if (loop_running) {
        return loop_running->poll->started + loop_time(loop_running);
    }
    Poll clock;
    poll_real(&clock);
    return clock.started;
}

double async_time(void) { return (double)time_of_day() / 1e9; }

double async_loop_time(void) { return loop_running ? (double)loop_time(loop_running) / 1e9 : 0; }

const char *async_clock_text(void)
{
    static _Thread_local char text[16];
    time_t seconds = (time_t)(time_of_day() / 1000000000);
    struct tm parts = {0};
    if (loop_running && !loop_running->poll->real) {
        gmtime_r(&seconds, &parts);
    } else {
        localtime_r(&seconds, &parts);
    }
    strftime(text, sizeof text, "%H:%M:%S", &parts);
    return text;
}

void async_block_(double seconds, const TracePlace *place)
{
    async_loop *loop = loop_running;
    if (!(seconds >= 0)) {
        report_misuse("a block must last 0 seconds or more", place);
        return;
    }
    int64_t asked = loop_ns(seconds), duration = asked < TRACE_LATEST ? asked : TRACE_LATEST;
    Poll outside;
    Poll *poll = loop ? loop->poll : &outside;
    if (!loop) {
        poll_real(&outside);
    }
    if (loop && loop->thread_time) {
        *loop->thread_time += duration;
        return;
    }
    poll->stand_still(poll, duration);
    if (loop) {
        loop->now = loop_time(loop);
    }
    if (hooked(loop)) {
        hook_emit_time(loop, EV_BLOCK, 0, hook_place(loop, place), 0, duration);
    }
}
