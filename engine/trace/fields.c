/* fields.c: the table of the events' fields. */
#include "fields.h"

bool trace_ref_valid(Ref ref)
{
    switch (ref_kind(ref)) {
    case REF_MAIN:
    case REF_LOOP: return ref_number(ref) == 0;
    case REF_TASK:
    case REF_FUTURE:
    case REF_HANDLE:
    case REF_TIMER: return ref_number(ref) != 0;
    case REF_OUTSIDE: return false;
    }
    return false;
}

static const TraceFields fields_of[EV_COUNT] = {
    [EV_TASK_NEW] = {.a = FIELD_NUMBER, .b = FIELD_TEXT, .c = FIELD_TEXT, .d = FIELD_PLACE, .detail_count = VIA_COUNT},
    [EV_LABEL] = {.a = FIELD_NUMBER, .b = FIELD_TEXT},
    [EV_FUT_NEW] = {.a = FIELD_NUMBER, .c = FIELD_TEXT, .d = FIELD_PLACE, .detail_count = VIA_COUNT},
    [EV_CHILD] = {.a = FIELD_NUMBER, .b = FIELD_REF},
    [EV_READY] = {.a = FIELD_NUMBER, .b = FIELD_REF, .c = FIELD_REF, .d = FIELD_PLACE, .detail_count = CALL_COUNT},
    [EV_RUN] = {.b = FIELD_REF, .detail_count = VIA_COUNT},
    [EV_RUN_END] = {.b = FIELD_REF, .c = FIELD_TEXT, .detail_count = VIA_COUNT},
    [EV_ITER] = {.c = FIELD_TIME},
    [EV_TIMER_NEW] = {.a = FIELD_NUMBER, .b = FIELD_REF, .c = FIELD_TIME, .detail_count = CALL_COUNT, .flags_count = VIA_COUNT},
    [EV_TIMER_FIRE] = {.a = FIELD_NUMBER},
    [EV_TIMER_CANCEL] = {.a = FIELD_NUMBER},
    [EV_SKIP] = {.b = FIELD_REF},
    [EV_HANDLE_CANCEL] = {.b = FIELD_REF},
    [EV_STEP] = {.a = FIELD_NUMBER, .b = FIELD_REF, .c = FIELD_REF, .d = FIELD_TEXT, .detail_count = RESUME_WAKEUP + 1},
    [EV_STEP_END] = {.a = FIELD_NUMBER, .c = FIELD_TEXT, .d = FIELD_PLACE, .detail_count = REASON_CANCELLED + 1, .flags_count = VIA_COUNT},
    [EV_ENTER] = {.a = FIELD_TEXT,
                  .b = FIELD_TEXT,
                  .c = FIELD_PLACE,
                  .d = FIELD_PLACE,
                  .detail_count = NEED_COUNT,
                  .flags_count = GENERATOR_ENDED + 1},
    [EV_EXIT] = {.b = FIELD_TEXT, .detail_count = OUTCOME_CANCELLED + 1, .flags_count = GENERATOR_ENDED + 1},
    [EV_CB] = {.b = FIELD_REF, .detail_count = CALL_COUNT},
    [EV_CB_END] = {.b = FIELD_REF},
    [EV_RESOLVE] = {.b = FIELD_REF, .c = FIELD_TEXT, .d = FIELD_PLACE, .detail_count = OUTCOME_CANCELLED + 1},
    [EV_CANCEL] = {.b = FIELD_REF, .c = FIELD_REF, .d = FIELD_PLACE, .detail_count = TARGET_DONE + 1},
    [EV_UNCANCEL] = {.b = FIELD_REF, .d = FIELD_PLACE},
    [EV_OUT] = {.b = FIELD_TEXT, .d = FIELD_PLACE},
    [EV_BLOCK] = {.a = FIELD_PLACE, .c = FIELD_TIME, .detail_count = BLOCK_COUNT},
    [EV_NEVER_AWAITED] = {.b = FIELD_TEXT, .d = FIELD_PLACE},
    [EV_EXC_HANDLER] = {.a = FIELD_PLACE, .b = FIELD_REF, .c = FIELD_TEXT, .d = FIELD_TEXT},
    [EV_PROCESS_END] = {.detail_count = END_CUT + 1},
    [EV_REMARK] = {.b = FIELD_TEXT, .c = FIELD_TEXT, .d = FIELD_PLACE, .detail_count = REMARK_COUNT},
    [EV_NAME] = {.b = FIELD_REF, .c = FIELD_TEXT},
    [EV_LEFT] = {.detail_count = 2},
    [EV_USE] = {.b = FIELD_TEXT, .d = FIELD_PLACE, .detail_count = USE_COUNT},
    [EV_OUTSIDE_NEW] = {.a = FIELD_NUMBER, .b = FIELD_TEXT, .d = FIELD_PLACE, .detail_count = OUTSIDE_COUNT},
    [EV_WATCH] = {.a = FIELD_NUMBER, .detail_count = DIRECTION_COUNT},
    [EV_UNWATCH] = {.a = FIELD_NUMBER, .detail_count = DIRECTION_COUNT},
    [EV_ARRIVED] = {.a = FIELD_NUMBER, .detail_count = DIRECTION_COUNT},
    [EV_BYTES] = {.a = FIELD_NUMBER, .c = FIELD_TEXT, .d = FIELD_PLACE, .detail_count = BYTES_COUNT},
    [EV_FLOW] = {.a = FIELD_NUMBER, .detail_count = FLOW_COUNT},
    [EV_CHOOSE] = {.b = FIELD_REF},
    [EV_OUTSIDE_END] = {.a = FIELD_NUMBER, .b = FIELD_TEXT, .d = FIELD_PLACE, .detail_count = GONE_COUNT},
};

TraceFields trace_fields(const Event *event)
{
    TraceFields fields = event->kind < EV_COUNT ? fields_of[event->kind] : fields_of[EV_NONE];
    if ((event->kind == EV_READY || event->kind == EV_TIMER_NEW) && event->detail == CALL_USER) {
        fields.b = FIELD_TEXT;
    }
    if (event->kind == EV_STEP_END) {
        bool has_value = event->detail == REASON_RETURN || event->detail == REASON_RAISE;
        fields.b = event->detail == REASON_AWAIT ? FIELD_REF : has_value ? FIELD_TEXT : FIELD_ANY;
    }
    if (event->kind == EV_USE && event->detail == USE_HANDED) {
        fields.c = FIELD_REF;
    }
    return fields;
}
