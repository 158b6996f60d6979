/* names.c: the names of the vocabulary: of events, of asyncio's functions, of tasks and futures. */
#include "store.h"

#include <stdio.h>

static const char *const exported_names[EV_COUNT] = {
#define EVENT(id, name) [EV_##id] = name,
    TRACE_EVENTS(EVENT)
#undef EVENT
};

bool trace_event_is_exported(EventKind kind) { return (unsigned)kind < EV_COUNT && exported_names[kind] != NULL; }

const char *trace_event_name(EventKind kind)
{
    if ((unsigned)kind >= EV_COUNT) {
        return "unknown";
    }
    if (exported_names[kind] != NULL) {
        return exported_names[kind];
    }
    switch (kind) {
    case EV_LABEL: return "label";
    case EV_CHILD: return "child";
    case EV_ENTER: return "enter";
    case EV_EXIT: return "exit";
    case EV_PROCESS_END: return "process_end";
    case EV_REMARK: return "remark";
    case EV_NAME: return "name";
    case EV_USE: return "use";
    case EV_LEFT: return "left";
    default: return "none";
    }
}

static const char *const via_names[VIA_COUNT] = {
#define VIA(id, text) [VIA_##id] = text,
    TRACE_VIAS(VIA)
#undef VIA
};

const char *trace_via_name(TraceVia via) { return (unsigned)via < VIA_COUNT ? via_names[via] : ""; }

const char *trace_thing_name(uint32_t thing)
{
    static const char *const names[THING_COUNT] = {
#define THING(id, text) [THING_##id] = text,
        TRACE_THINGS(THING)
#undef THING
    };
    return names[thing_kind(thing)];
}

const char *trace_outside_name(TraceOutside outside)
{
    static const char *const names[OUTSIDE_COUNT] = {
#define OUTSIDE(id, text) [OUTSIDE_##id] = text,
        TRACE_OUTSIDES(OUTSIDE)
#undef OUTSIDE
    };
    return (unsigned)outside < OUTSIDE_COUNT ? names[outside] : "";
}

const char *trace_remark_title(TraceRemark remark)
{
    static const char *const titles[REMARK_COUNT] = {
#define REMARK(id, name, title) [REMARK_##id] = title,
        TRACE_REMARKS(REMARK)
#undef REMARK
    };
    return (unsigned)remark < REMARK_COUNT ? titles[remark] : "";
}

const char *trace_ref_name(Ref ref, char *buffer)
{
    static const char letters[] = "??TFHMO";
    switch (ref_kind(ref)) {
    case REF_MAIN: snprintf(buffer, 16, ref == TRACE_NOBODY ? "main" : "?%u", ref_number(ref)); break;
    case REF_LOOP: snprintf(buffer, 16, "loop"); break;
    case REF_TASK:
    case REF_FUTURE:
    case REF_HANDLE:
    case REF_TIMER:
    case REF_OUTSIDE: snprintf(buffer, 16, "%c%u", letters[ref_kind(ref)], ref_number(ref)); break;
    default: snprintf(buffer, 16, "?%u", ref_number(ref)); break;
    }
    return buffer;
}

static const struct {
    const char *text, *function;
} call_names[CALL_COUNT] = {
#define CALL(id, text, function) [CALL_##id] = {text, function},
    TRACE_CALLS(CALL)
#undef CALL
};

const char *trace_call_name(TraceCall call) { return (unsigned)call < CALL_COUNT ? call_names[call].text : ""; }

const char *trace_call_function(TraceCall call) { return (unsigned)call < CALL_COUNT ? call_names[call].function : ""; }
