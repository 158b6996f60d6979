/* fields.h: what each field of each event holds, as data: for checking and for translating what comes from outside. */
#ifndef LOOPSCOPE_TRACE_FIELDS_H
#define LOOPSCOPE_TRACE_FIELDS_H

#include "trace.h"

#include <stdbool.h>

typedef enum TraceField {
    FIELD_ANY,    /* unused, or a plain number */
    FIELD_NUMBER, /* the number of a task, future, handle, timer or of what lies outside: not 0 */
    FIELD_REF,    /* a Ref, or 0 */
    FIELD_TEXT,   /* a string id, or 0 */
    FIELD_PLACE,  /* a place id, or 0 */
    FIELD_TIME    /* c: the low half of a time >= 0 in c and d */
} TraceField;

typedef struct TraceFields {
    TraceField a, b, c, d;
    uint8_t detail_count; /* detail is less than this; 0: detail is unused */
    uint8_t flags_count;  /* flags likewise */
} TraceFields;

/* For an event of a known kind. Where the fields depend on its detail, the detail is looked at. */
TraceFields trace_fields(const Event *event);
bool trace_ref_valid(Ref ref); /* a kind that exists, with a number where that kind has one */

#endif
