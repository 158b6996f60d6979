/* variables.c: what the variables of a coroutine hold, read by the list that CORO declares them with.

   CORO keeps that list as text. The types that lessons use are known here with their sizes; a variable of another type, and those behind it, are left out.
   Nothing is read that could be gone: a text is shown when it is part of the program itself, a value when the coroutine still owns it. */
#include "hook.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORD_MOST = 64, VALUE_MOST = 96, ALL_MOST = 1000 };

typedef enum variable_kind {
    VARIABLE_BOOL,
    VARIABLE_INT,
    VARIABLE_INT64,
    VARIABLE_SIZE,
    VARIABLE_DOUBLE,
    VARIABLE_VALUE,
    VARIABLE_OBJECT,
    VARIABLE_TEXT,
    VARIABLE_POINTER /* to something that is not shown */
} variable_kind;

typedef struct variable_type {
    const char *words;
    variable_kind kind;
    size_t size, align; /* bytes */
} variable_type;

// The versions of clang-format disagree about a brace in a macro.
// clang-format off
#define TYPE(words, kind, type) {words, kind, sizeof(type), _Alignof(type)}
// clang-format on
static const variable_type types[] = {
    TYPE("bool", VARIABLE_BOOL, bool),
    TYPE("int", VARIABLE_INT, int),
    TYPE("int64_t", VARIABLE_INT64, int64_t),
    TYPE("size_t", VARIABLE_SIZE, size_t),
    TYPE("double", VARIABLE_DOUBLE, double),
    TYPE("async_value", VARIABLE_VALUE, async_value),
    TYPE("async_awaitable", VARIABLE_OBJECT, async_object *),
    TYPE("async_coroutine", VARIABLE_OBJECT, async_object *),
    TYPE("async_task", VARIABLE_OBJECT, async_object *),
    TYPE("async_future", VARIABLE_OBJECT, async_object *),
    TYPE("async_generator", VARIABLE_POINTER, async_object *),
    TYPE("async_lock", VARIABLE_POINTER, async_object *),
    TYPE("async_event", VARIABLE_POINTER, async_object *),
    TYPE("async_semaphore", VARIABLE_POINTER, async_object *),
    TYPE("async_condition", VARIABLE_POINTER, async_object *),
    TYPE("async_queue", VARIABLE_POINTER, async_object *),
    TYPE("async_completion", VARIABLE_POINTER, async_object *),
    TYPE("async_timeout_block", VARIABLE_POINTER, async_object *),
    TYPE("async_group", VARIABLE_POINTER, async_object *),
};
static const variable_type text_type = TYPE("char", VARIABLE_TEXT, char *), pointer_type = TYPE("", VARIABLE_POINTER, void *);

/* Where the reading of a list stands. */
typedef struct Reading {
    const char *at; /* in the list */
    char base[WORD_MOST], name[WORD_MOST];
    size_t stars;  /* in front of the name */
    size_t offset; /* bytes: where the next variable could begin */
    size_t align;  /* the largest so far */
} Reading;

/* The next word, "*", "," or ";" of the list; false: something else, or the end. */
static bool next_token(Reading *reading, char token[WORD_MOST])
{
    reading->at += strspn(reading->at, " \t\n");
    const char *at = reading->at;
    size_t length = 0;
    while (isalnum((unsigned char)at[length]) || at[length] == '_') {
        length++;
    }
    if (length == 0 && at[0] != '\0' && strchr("*,;", at[0])) {
        length = 1;
    }
    if (length == 0 || length >= WORD_MOST) {
        return false;
    }
    memcpy(token, at, length);
    token[length] = '\0';
    reading->at += length;
    return true;
}

/* Reads on to the next declared name. False: the end, or something that is not understood. */
static bool next_name(Reading *reading)
{
    char token[WORD_MOST];
    reading->name[0] = '\0';
    reading->stars = 0;
    while (next_token(reading, token)) {
        if (token[0] == ',' || token[0] == ';') {
            return reading->name[0] != '\0' && reading->base[0] != '\0';
        }
        if (token[0] == '*') {
            reading->stars++;
            if (reading->base[0] == '\0') { /* what came before it was the type */
                memcpy(reading->base, reading->name, WORD_MOST);
                reading->name[0] = '\0';
            }
        } else if (strcmp(token, "const") != 0 && strcmp(token, "struct") != 0) {
            if (reading->name[0] != '\0') {
                if (reading->base[0] != '\0') {
                    return false; /* a type of several words */
                }
                memcpy(reading->base, reading->name, WORD_MOST);
            }
            memcpy(reading->name, token, WORD_MOST);
        }
    }
    return false;
}

static const variable_type *type_of(const Reading *reading)
{
    if (reading->stars > 0) {
        return reading->stars == 1 && strcmp(reading->base, "char") == 0 ? &text_type : &pointer_type;
    }
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (strcmp(types[i].words, reading->base) == 0) {
            return &types[i];
        }
    }
    return NULL;
}

static size_t round_up(size_t bytes, size_t align) { return (bytes + align - 1) / align * align; }

/* The next variable: its type, and in the reading its name and `*offset`. NULL: no more can be told; `*whole`: because there are no more. */
static const variable_type *next_variable(Reading *reading, size_t *offset, bool *whole)
{
    *whole = false;
    if (reading->at[strspn(reading->at, " \t\n")] == '\0') {
        *whole = true;
        return NULL;
    }
    if (!next_name(reading)) {
        return NULL;
    }
    const variable_type *type = type_of(reading);
    if (type) {
        *offset = round_up(reading->offset, type->align);
        reading->offset = *offset + type->size;
        reading->align = type->align > reading->align ? type->align : reading->align;
        if (reading->at[-1] == ';') {
            reading->base[0] = '\0';
        }
    }
    return type;
}

static Reading reading_of(const async_coroutine_class *class)
{
    return (Reading){.at = class->variables, .offset = sizeof(void *), .align = _Alignof(void *)};
}

/* Does what is understood of the list fit the coroutine that the compiler made of it? A type of the same name and another size would not. */
static bool fits(const async_coroutine_class *class)
{
    Reading reading = reading_of(class);
    size_t offset = 0;
    bool whole = false;
    while (next_variable(&reading, &offset, &whole)) {}
    return whole ? round_up(reading.offset, reading.align) == class->size : reading.offset <= class->size;
}

#if defined(__GNUC__) && defined(__ELF__)
/* Where the linker put the program, its constants and its own data: what lies there is there until the end. */
extern const char __executable_start __attribute__((weak)), end __attribute__((weak));
static bool is_of_program(const char *text)
{
    uintptr_t first = (uintptr_t)&__executable_start, last = (uintptr_t)&end, at = (uintptr_t)text;
    return first != 0 && at >= first && at < last;
}
#else
static bool is_of_program(const char *text)
{
    (void)text;
    return false;
}
#endif

static bool owns(const async_frame *frame, const async_object *object)
{
    for (const async_object *owned = frame->owned; owned; owned = owned->next) {
        if (owned == object || object_held(owned) == object) {
            return true;
        }
    }
    return false;
}

/* The first bytes of a text that fit, whole characters only. */
static void cut(char *out, size_t size, const char *text)
{
    size_t length = strlen(text);
    if (length >= size) {
        length = size - sizeof "…";
        while (length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80) {
            length--;
        }
    }
    snprintf(out, size, "%.*s%s", (int)length, text, text[length] ? "…" : "");
}

static bool show_value(const async_frame *frame, async_value value, char out[VALUE_MOST])
{
    async_object *object = value_object(value);
    if (object && !owns(frame, object)) {
        return false;
    }
    char *repr = value_repr(value);
    if (repr) {
        cut(out, VALUE_MOST, repr);
    }
    free(repr);
    return repr != NULL;
}

static bool show_text(const char *text, char out[VALUE_MOST])
{
    if (text && !is_of_program(text)) {
        return false;
    }
    char shown[VALUE_MOST - 2];
    cut(shown, sizeof shown, text ? text : "");
    snprintf(out, VALUE_MOST, text ? "\"%s\"" : "NULL", shown);
    return true;
}

static bool show_object(const async_frame *frame, async_object *handle, char out[VALUE_MOST])
{
    async_object *object = object_of(handle);
    if (!object) {
        snprintf(out, VALUE_MOST, "NULL");
        return true;
    }
    return owns(frame, object) && is_future(object) && show_value(frame, (async_value){ASYNC_FUTURE, {.object = object}}, out);
}

/* The variable at `at` in words. False: it has none. */
static bool show(const async_frame *frame, variable_kind kind, const char *at, char out[VALUE_MOST])
{
    union {
        bool boolean;
        int integer;
        int64_t long_integer;
        size_t size;
        double number;
        async_value value;
        async_object *object;
        const char *text;
    } variable;
#define READ(member) (memcpy(&variable.member, at, sizeof variable.member), variable.member)
    switch (kind) {
    case VARIABLE_BOOL: return snprintf(out, VALUE_MOST, "%s", *at ? "true" : "false") > 0;
    case VARIABLE_INT: return snprintf(out, VALUE_MOST, "%d", READ(integer)) > 0;
    case VARIABLE_INT64: return snprintf(out, VALUE_MOST, "%" PRId64, READ(long_integer)) > 0;
    case VARIABLE_SIZE: return snprintf(out, VALUE_MOST, "%zu", READ(size)) > 0;
    case VARIABLE_DOUBLE: return show_value(frame, async_float(READ(number)), out);
    case VARIABLE_VALUE: return show_value(frame, READ(value), out);
    case VARIABLE_OBJECT: return show_object(frame, READ(object), out);
    case VARIABLE_TEXT: return show_text(READ(text), out);
    case VARIABLE_POINTER: break;
    }
#undef READ
    return false;
}

uint32_t variables_text(async_loop *loop, async_frame *frame)
{
    const async_coroutine_class *class = coro_class(frame);
    if (!class->variables || !class->variables[0] || !fits(class)) {
        return 0;
    }
    char all[ALL_MOST] = "", value[VALUE_MOST];
    size_t used = 0, offset = 0;
    bool whole = false;
    Reading reading = reading_of(class);
    for (const variable_type *type = NULL; (type = next_variable(&reading, &offset, &whole));) {
        if (show(frame, type->kind, (const char *)coro_variables(frame) + offset, value)) {
            int added = snprintf(all + used, sizeof all - used, "%s%s = %s", used ? "\n" : "", reading.name, value);
            if ((size_t)added >= sizeof all - used) {
                all[used] = '\0'; /* whole lines only */
                break;
            }
            used += (size_t)added;
        }
    }
    return hook_text(loop, all);
}
