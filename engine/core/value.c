/* value.c: strings, lists, errors, and how they read in Python's words. */
#include "hook.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const async_error_class ASYNC_BASE_EXCEPTION = {"BaseException", NULL};
const async_error_class ASYNC_EXCEPTION = {"Exception", &ASYNC_BASE_EXCEPTION};
const async_error_class ASYNC_CANCELLED_ERROR = {"CancelledError", &ASYNC_BASE_EXCEPTION};
const async_error_class ASYNC_RUNTIME_ERROR = {"RuntimeError", &ASYNC_EXCEPTION};
const async_error_class ASYNC_VALUE_ERROR = {"ValueError", &ASYNC_EXCEPTION};
const async_error_class ASYNC_KEY_ERROR = {"KeyError", &ASYNC_EXCEPTION};
const async_error_class ASYNC_TYPE_ERROR = {"TypeError", &ASYNC_EXCEPTION};
const async_error_class ASYNC_MEMORY_ERROR = {"MemoryError", &ASYNC_EXCEPTION};
const async_error_class ASYNC_TIMEOUT_ERROR = {"TimeoutError", &ASYNC_EXCEPTION};
const async_error_class ASYNC_INVALID_STATE_ERROR = {"InvalidStateError", &ASYNC_EXCEPTION};

/* Needed just when nothing can be allocated. */
static error_object no_memory = {.object = {.type = OBJECT_ERROR, .references = REFERENCES_OF_STATIC},
                                 .class = &ASYNC_MEMORY_ERROR,
                                 .place = {"", "", "", 0},
                                 .message = "out of memory"};

async_value error_out_of_memory(void) { return (async_value){ASYNC_ERROR, {.object = &no_memory.object}}; }

/* A value that is handed to the running coroutine, or the error that there is no memory for it. */
static async_value keep(async_type type, void *object)
{
    object = scope_keep(scope_current(), object);
    return object ? (async_value){type, {.object = object}} : error_out_of_memory();
}

string_object *string_new(const char *text)
{
    size_t length = strlen(text);
    string_object *string = object_new(OBJECT_STR, sizeof *string + length + 1);
    if (string) {
        string->length = length;
        memcpy(string->text, text, length + 1);
    }
    return string;
}

async_value async_str(const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    string_object *string = length < 0 ? NULL : object_new(OBJECT_STR, sizeof *string + (size_t)length + 1);
    if (string) {
        string->length = (size_t)length;
        vsnprintf(string->text, (size_t)length + 1, format, again);
    }
    va_end(again);
    return keep(ASYNC_STR, string);
}

async_value async_list(const async_value *items, size_t count)
{
    list_object *list = object_new(OBJECT_LIST, sizeof *list + count * sizeof *items);
    if (list) {
        list->count = count;
        for (size_t i = 0; i < count; i++) {
            list->items[i] = value_retain(items[i]);
        }
    }
    return keep(ASYNC_LIST, list);
}

async_value error_new(const async_error_class *class, const char *message)
{
    size_t size = strlen(message) + 1;
    error_object *error = object_new(OBJECT_ERROR, sizeof *error + size);
    if (!error) {
        return error_out_of_memory();
    }
    error->class = class;
    error->place = (TracePlace){"", "", "", 0};
    error->message = memcpy(error + 1, message, size);
    return (async_value){ASYNC_ERROR, {.object = &error->object}};
}

async_value async_error(const async_error_class *class, const char *format, ...)
{
    char message[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    return keep(ASYNC_ERROR, value_object(error_new(class, message)));
}

bool async_is(async_value value, const async_error_class *class)
{
    if (value.type != ASYNC_ERROR) {
        return false;
    }
    const async_error_class *of = ((const error_object *)value.as.object)->class;
    if (of == &ASYNC_EXCEPTION_GROUP && class == &ASYNC_BASE_EXCEPTION_GROUP) {
        return true; /* the one class with two bases */
    }
    while (of && of != class) {
        of = of->base;
    }
    return of != NULL;
}

const char *async_error_message(async_value error)
{
    return error.type == ASYNC_ERROR ? ((const error_object *)error.as.object)->message : "";
}

size_t async_length(async_value value)
{
    if (value.type == ASYNC_STR) {
        return ((const string_object *)value.as.object)->length;
    }
    return value.type == ASYNC_LIST ? ((const list_object *)value.as.object)->count : 0;
}

async_value async_item(async_value list, size_t index)
{
    return list.type == ASYNC_LIST && index < async_length(list) ? ((const list_object *)list.as.object)->items[index] : async_none();
}

/* ---- Text ---- */

typedef struct Text {
    char *text;
    size_t length, capacity;
    bool failed, in_future; /* a future can hold itself: inside one, others are shown without what they hold */
} Text;

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
static void put_quoted(Text *out, const char *text)
{
    char quote = strchr(text, '\'') && !strchr(text, '"') ? '"' : '\'';
    put(out, &quote, 1);
    for (; *text; text++) {
        char escaped[5];
        unsigned char c = (unsigned char)*text;
        if (c == (unsigned char)quote || c == '\\') {
            snprintf(escaped, sizeof escaped, "\\%c", c);
        } else if (c == '\n' || c == '\t' || c == '\r') {
            snprintf(escaped, sizeof escaped, "\\%c", c == '\n' ? 'n' : c == '\t' ? 't' : 'r');
        } else if (c < 0x20 || c == 0x7f) {
            snprintf(escaped, sizeof escaped, "\\x%02x", c);
        } else {
            snprintf(escaped, sizeof escaped, "%c", c);
        }
        puts_(out, escaped);
    }
    put(out, &quote, 1);
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

static void put_repr(Text *out, async_value value);

/* As Python's, without addresses and places: <Task finished name='Task-2' result=1>. */
static void put_future(Text *out, const async_object *object)
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
        put_quoted(out, task_name((const task_object *)(const void *)object, name));
    }
    if ((future->state == FUTURE_RESULT || future->state == FUTURE_ERROR) && !out->in_future) {
        puts_(out, future->state == FUTURE_RESULT ? " result=" : " exception=");
        out->in_future = true;
        put_repr(out, future_value(future));
        out->in_future = false;
    }
    puts_(out, ">");
}

static void put_repr(Text *out, async_value value)
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
    case ASYNC_STR: put_quoted(out, ((const string_object *)value.as.object)->text); break;
    case ASYNC_LIST:
        puts_(out, "[");
        for (size_t i = 0; i < async_length(value); i++) {
            puts_(out, i ? ", " : "");
            put_repr(out, async_item(value, i));
        }
        puts_(out, "]");
        break;
    case ASYNC_ERROR: {
        const error_object *error = (const error_object *)value.as.object;
        puts_(out, error->class->name);
        puts_(out, "(");
        if (error->message[0] || error->quotes_nothing) {
            put_quoted(out, error->message);
        }
        if (error->errors) {
            puts_(out, ", ");
            put_repr(out, (async_value){ASYNC_LIST, {.object = &error->errors->object}});
        }
        puts_(out, ")");
        break;
    }
    case ASYNC_FUTURE: put_future(out, value.as.object); break;
    }
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
    return value.type == ASYNC_ERROR ? async_error_message(value) : async_repr(value);
}

char *value_repr(async_value value)
{
    Text text = {0};
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
    Text text = {0};
    put_repr(&text, value);
    uint32_t id = hook_text(loop, text.failed ? "(out of memory)" : text.text);
    free(text.text);
    if (value.type == ASYNC_NONE) {
        loop->none_text = id;
    }
    return id;
}
