/* repr.c: how a value reads in Python's words: its str() and its repr(). */
#include "hook.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Text {
    char *text;
    size_t length, capacity;
    bool failed;
    bool is_bytes;
    bool brief; /* for the trace: holders deep inside and long lists are cut, as the tracer of Python programs does */
} Text;

enum { DEEPEST_BRIEF = 20, MOST_BRIEF = 50 };

static void put(Text *out, const char *text, size_t length)
{
    if (out->length + length + 1 > out->capacity) {
        size_t capacity = (out->capacity + length + 1) * 2;
        char *grown = out->failed ? NULL : realloc(out->text, capacity);
        if (!grown) {
            out->failed = true;
            return;
        }
        out->text = grown;
        out->capacity = capacity;
    }
    memcpy(out->text + out->length, text, length);
    out->length += length;
    out->text[out->length] = '\0';
}

static void puts_(Text *out, const char *text) { put(out, text, strlen(text)); }

/* Python's rule: single quotes, but double ones when the text holds single ones and no double ones. */
static void put_quoted(Text *out, const char *text, size_t length)
{
    char quote = memchr(text, '\'', length) && !memchr(text, '"', length) ? '"' : '\'';
    put(out, &quote, 1);
    for (size_t i = 0; i < length; i++) {
        char escaped[5];
        unsigned char c = (unsigned char)text[i];
        if (c == (unsigned char)quote || c == '\\') {
            snprintf(escaped, sizeof escaped, "\\%c", c);
        } else if (c == '\n' || c == '\t' || c == '\r') {
            snprintf(escaped, sizeof escaped, "\\%c", c == '\n' ? 'n' : c == '\t' ? 't' : 'r');
        } else if (c < 0x20 || c == 0x7f || (c > 0x7f && out->is_bytes)) {
            snprintf(escaped, sizeof escaped, "\\x%02x", c);
        } else {
            snprintf(escaped, sizeof escaped, "%c", c);
        }
        puts_(out, escaped);
    }
    put(out, &quote, 1);
}

static void put_bytes(Text *out, const string_object *bytes)
{
    enum { LONGEST_BRIEF = 200 }; /* as the tracer cuts it */
    bool cut = out->brief && bytes->length > LONGEST_BRIEF;
    puts_(out, "b");
    out->is_bytes = true;
    put_quoted(out, bytes->text, cut ? LONGEST_BRIEF : bytes->length);
    out->is_bytes = false;
    puts_(out, cut ? "..." : "");
}

/* The shortest digits that read back as the same number, with a ".0" as Python has it. */
static void put_float(Text *out, double number)
{
    char digits[40];
    if (isnan(number) || isinf(number)) {
        puts_(out, isnan(number) ? "nan" : number < 0 ? "-inf" : "inf");
        return;
    }
    for (int precision = 1; precision <= 17; precision++) {
        snprintf(digits, sizeof digits, "%.*g", precision, number);
        if (strtod(digits, NULL) == number) { // NOLINT(clang-analyzer-security.FloatLoopCounter)
            break;
        }
    }
    if (fabs(number) < 1e16 && fabs(number) >= 1e-4 && strchr(digits, 'e')) {
        snprintf(digits, sizeof digits, "%.0f", number);
    }
    puts_(out, digits);
    if (!strpbrk(digits, ".e")) {
        puts_(out, ".0");
    }
}

/* What has been begun and not ended: a list whose items follow, or a future whose result does. */
typedef struct Holder {
    const async_value *items;
    size_t count, next;
    const char *end;
    size_t depth;
    bool in_future; /* a future can hold itself: inside one, others are shown without what they hold */
} Holder;

/* A loop with a stack of its own: how deep a user's lists stand in each other must not matter. */
typedef struct Holders {
    Holder *holders;
    size_t count, capacity;
    async_value result; /* of the one future whose result is shown */
} Holders;

static void begin(Text *out, Holders *open, Holder holder)
{
    if (open->count == open->capacity) {
        size_t capacity = open->capacity ? open->capacity * 2 : 16;
        Holder *grown = out->failed ? NULL : realloc(open->holders, capacity * sizeof *grown);
        if (!grown) {
            out->failed = true;
            return;
        }
        open->holders = grown;
        open->capacity = capacity;
    }
    open->holders[open->count++] = holder;
}

static void begin_list(Text *out, Holders *open, const list_object *list, const char *end, size_t depth, bool in_future)
{
    if (out->brief && depth >= DEEPEST_BRIEF) {
        puts_(out, "...");
        puts_(out, end + 1); /* without the list's bracket */
        return;
    }
    puts_(out, "[");
    begin(out, open, (Holder){list->items, list->count, 0, end, depth + 1, in_future});
}

/* As Python's, without addresses and places: <Task finished name='Task-2' result=1>. */
static void put_future(Text *out, Holders *open, const async_object *object, size_t depth, bool in_future)
{
    static const char *const states[] = {"pending", "finished", "finished", "cancelled"};
    if (!is_future(object)) {
        puts_(out, "<coroutine object>");
        return;
    }
    const future_object *future = (const future_object *)object;
    puts_(out, object->type == OBJECT_TASK ? "<Task " : "<Future ");
    puts_(out, states[future->state]);
    if (object->type == OBJECT_TASK) {
        char name[32];
        puts_(out, " name=");
        const char *text = task_name((const task_object *)(const void *)object, name);
        put_quoted(out, text, strlen(text));
    }
    if ((future->state == FUTURE_RESULT || future->state == FUTURE_ERROR) && !in_future) {
        puts_(out, future->state == FUTURE_RESULT ? " result=" : " exception=");
        begin(out, open, (Holder){NULL, 1, 0, ">", depth, true});
        if (!out->failed) {
            open->result = future_value(future);
        }
        return;
    }
    puts_(out, ">");
}

static void put_error(Text *out, Holders *open, const error_object *error, size_t depth, bool in_future)
{
    puts_(out, error->class->name);
    puts_(out, "(");
    if (error->number) {
        char digits[32];
        snprintf(digits, sizeof digits, "%d, ", error->number);
        puts_(out, digits);
    }
    if (error->is_number) {
        puts_(out, error->message);
    } else if (error->message[0] || error->quotes_nothing) {
        put_quoted(out, error->message, strlen(error->message));
    }
    if (error->errors) {
        puts_(out, ", ");
        begin_list(out, open, error->errors, "])", depth + 1, in_future);
        return;
    }
    puts_(out, ")");
}

/* All of a plain value, or the beginning of what holds others. */
static void put_value(Text *out, Holders *open, async_value value, size_t depth, bool in_future)
{
    char digits[32];
    switch (value.type) {
    case ASYNC_NONE: puts_(out, "None"); break;
    case ASYNC_BOOL: puts_(out, value.as.boolean ? "True" : "False"); break;
    case ASYNC_INT:
        snprintf(digits, sizeof digits, "%" PRId64, value.as.integer);
        puts_(out, digits);
        break;
    case ASYNC_FLOAT: put_float(out, value.as.number); break;
    case ASYNC_STR:
        put_quoted(out, ((const string_object *)value.as.object)->text, strlen(((const string_object *)value.as.object)->text));
        break;
    case ASYNC_BYTES: put_bytes(out, (const string_object *)value.as.object); break;
    case ASYNC_LIST: begin_list(out, open, (const list_object *)value.as.object, "]", depth, in_future); break;
    case ASYNC_ERROR: put_error(out, open, (const error_object *)value.as.object, depth, in_future); break;
    case ASYNC_OBJECT:
        puts_(out, "<");
        puts_(out, ((const custom_object *)(const void *)value.as.object)->class->name);
        puts_(out, ">");
        break;
    case ASYNC_FUTURE: put_future(out, open, value.as.object, depth, in_future); break;
    }
}

static void put_repr(Text *out, async_value value)
{
    Holders open = {0};
    put_value(out, &open, value, 0, false);
    while (open.count && !out->failed) {
        Holder *holder = &open.holders[open.count - 1];
        bool cut = out->brief && holder->next == MOST_BRIEF && holder->next < holder->count;
        if (cut || holder->next == holder->count) {
            puts_(out, cut ? ", ..." : "");
            puts_(out, holder->end);
            open.count--;
            continue;
        }
        puts_(out, holder->next ? ", " : "");
        async_value item = holder->items ? holder->items[holder->next] : open.result;
        holder->next++;
        put_value(out, &open, item, holder->depth, holder->in_future);
    }
    free(open.holders);
}

static const char *kept_text(Text *text)
{
    string_object *string = text->failed ? NULL : object_new(OBJECT_STR, sizeof *string + text->length + 1);
    if (string) {
        string->length = text->length;
        memcpy(string->text, text->text ? text->text : "", text->length + 1);
    }
    free(text->text);
    string = scope_keep(scope_current(), string ? &string->object : NULL);
    return string ? string->text : "(out of memory)";
}

const char *async_repr(async_value value)
{
    Text text = {0};
    put_repr(&text, value);
    return kept_text(&text);
}

const char *async_text(async_value value)
{
    if (value.type == ASYNC_STR) {
        return ((const string_object *)value.as.object)->text;
    }
    size_t errors = async_length(async_error_list(value));
    if (errors) {
        return async_text(async_str("%s (%zu sub-exception%s)", async_error_message(value), errors, errors == 1 ? "" : "s"));
    }
    if (async_errno(value) && !async_is(value, &ASYNC_SSL_ERROR)) { /* which says more than a number */
        return async_text(async_str("[Errno %d] %s", async_errno(value), async_error_message(value)));
    }
    return value.type == ASYNC_ERROR ? async_error_message(value) : async_repr(value);
}

char *value_repr(async_value value)
{
    Text text = {.brief = true};
    put_repr(&text, value);
    if (text.failed) {
        free(text.text);
        text.text = NULL;
    }
    return text.text;
}

uint32_t hook_repr(async_loop *loop, async_value value)
{
    if (value.type == ASYNC_NONE && loop->none_text) {
        return loop->none_text;
    }
    Text text = {.brief = true};
    put_repr(&text, value);
    uint32_t id = hook_text(loop, text.failed ? "(out of memory)" : text.text);
    free(text.text);
    if (value.type == ASYNC_NONE) {
        loop->none_text = id;
    }
    return id;
}
