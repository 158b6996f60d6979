/* run_program_fields.c: see run_program_fields.h. */
#include "run_program_fields.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct program_block {
    struct program_block *next;
    max_align_t memory[];
};

bool field_wrong(Reader *reader, const char *what, const char *name)
{
    snprintf(reader->problem, reader->problem_size, "%s%s%s", what, name ? ": " : "", name ? name : "");
    return false;
}

void *field_take(Reader *reader, size_t count, size_t size)
{
    struct program_block *block = calloc(1, sizeof *block + (count ? count : 1) * size);
    if (!block) {
        field_wrong(reader, "out of memory", NULL);
        return NULL;
    }
    block->next = reader->program->blocks;
    reader->program->blocks = block;
    return block->memory;
}

void program_free(Program *program)
{
    while (program->blocks) {
        struct program_block *next = program->blocks->next;
        free(program->blocks);
        program->blocks = next;
    }
}

/* ---- Plain fields ---- */

bool field_text(Reader *reader, const cJSON *in, const char *key, const char **text)
{
    const cJSON *field = cJSON_GetObjectItemCaseSensitive(in, key);
    if (!cJSON_IsString(field)) {
        return field_wrong(reader, "a text is missing", key);
    }
    if (strlen(field->valuestring) > PROGRAM_TEXT) {
        return field_wrong(reader, "a text is too long", key);
    }
    for (const char *at = field->valuestring; *at; at++) {
        if ((unsigned char)*at < ' ' || *at == 0x7f) {
            return field_wrong(reader, "a text holds control characters", key);
        }
    }
    *text = field->valuestring;
    return true;
}

bool field_is_name(const char *text)
{
    if (!isalpha((unsigned char)*text)) {
        return false;
    }
    size_t length = 0;
    for (; text[length]; length++) {
        if (!isalnum((unsigned char)text[length]) && text[length] != '_') {
            return false;
        }
    }
    return length <= 30 && text[length - 1] != '_';
}

bool field_name(Reader *reader, const cJSON *in, const char *key, const char **name)
{
    return field_text(reader, in, key, name) && (field_is_name(*name) || field_wrong(reader, "this is no name", *name));
}

bool field_is_whole(const cJSON *field, double least, double most)
{
    return cJSON_IsNumber(field) && floor(field->valuedouble) == field->valuedouble && field->valuedouble >= least &&
           field->valuedouble <= most;
}

bool field_seconds(Reader *reader, const cJSON *in, const char *key, double *seconds)
{
    const cJSON *field = cJSON_GetObjectItemCaseSensitive(in, key);
    if (!cJSON_IsNumber(field) || !(fabs(field->valuedouble) <= PROGRAM_SECONDS)) {
        return field_wrong(reader, "seconds are missing, or too many", key);
    }
    *seconds = field->valuedouble;
    return true;
}

bool field_seconds_or_none(Reader *reader, const cJSON *in, const char *key, double *seconds)
{
    *seconds = ASYNC_NO_TIMEOUT;
    return cJSON_IsNull(cJSON_GetObjectItemCaseSensitive(in, key)) || field_seconds(reader, in, key, seconds);
}

bool field_flag(Reader *reader, const cJSON *in, const char *key, bool *flag)
{
    const cJSON *field = cJSON_GetObjectItemCaseSensitive(in, key);
    *flag = cJSON_IsTrue(field);
    return !field || cJSON_IsBool(field) || field_wrong(reader, "this is true or false", key);
}

bool field_timeout(Reader *reader, const cJSON *in, double *seconds)
{
    *seconds = ASYNC_NO_TIMEOUT;
    return !cJSON_HasObjectItem(in, "timeout") || field_seconds_or_none(reader, in, "timeout", seconds);
}

bool field_value(Reader *reader, const cJSON *in, program_value *value)
{
    const cJSON *field = cJSON_GetObjectItemCaseSensitive(in, "value");
    if (cJSON_IsString(field)) {
        return field_text(reader, in, "value", &value->text);
    }
    if (!field_is_whole(field, -9007199254740991.0, 9007199254740991.0)) {
        return field_wrong(reader, "a value is a text or a whole number", NULL);
    }
    value->number = (int64_t)field->valuedouble;
    return true;
}

bool field_find_slot(Reader *reader, const char *name, size_t *slot)
{
    Program *program = reader->program;
    for (*slot = 0; *slot < program->slot_count; ++*slot) {
        if (strcmp(program->slot_names[*slot], name) == 0) {
            return true;
        }
    }
    if (program->slot_count == PROGRAM_NAMES) {
        return field_wrong(reader, "too many slots", NULL);
    }
    program->slot_names[program->slot_count++] = name;
    return true;
}

bool field_slot(Reader *reader, const cJSON *in, size_t *slot)
{
    const char *name = NULL;
    return field_name(reader, in, "slot", &name) && field_find_slot(reader, name, slot);
}

bool field_object(Reader *reader, const cJSON *in, const char *key, const char *list, program_object_kind kind, size_t *object)
{
    static const char *const lists[] = {
#define OBJECT(id, name, list, value) list,
        PROGRAM_OBJECTS_TABLE(OBJECT)
#undef OBJECT
    };
    const Program *program = reader->program;
    const char *name = NULL;
    if (!field_name(reader, in, key, &name)) {
        return false;
    }
    for (*object = 0; *object < program->object_count; ++*object) {
        const program_object *found = &program->objects[*object];
        if (strcmp(found->name, name) == 0 && strcmp(lists[found->kind], list) == 0 && (kind == OBJECT_OF_COUNT || kind == found->kind)) {
            return true;
        }
    }
    return field_wrong(reader, "this is not among the locks, events and queues, or of another kind", name);
}

bool field_count(Reader *reader, const cJSON *in, size_t *count)
{
    const cJSON *field = cJSON_GetObjectItemCaseSensitive(in, "n");
    if (!field_is_whole(field, 0, PROGRAM_OPS)) {
        return field_wrong(reader, "n is missing, or no count", NULL);
    }
    *count = (size_t)field->valuedouble;
    return true;
}

program_coroutine *field_find_coroutine(const Program *program, const char *name)
{
    for (size_t i = 0; i < program->coroutine_count; i++) {
        if (strcmp(program->coroutines[i].class.name, name) == 0) {
            return &program->coroutines[i];
        }
    }
    return NULL;
}

bool field_coroutine(Reader *reader, const cJSON *in, bool is_generator, program_coroutine **coroutine)
{
    const char *name = NULL;
    if (!field_name(reader, in, "coro", &name)) {
        return false;
    }
    *coroutine = field_find_coroutine(reader->program, name);
    bool found = *coroutine && (*coroutine)->is_generator == is_generator;
    return found || field_wrong(reader, is_generator ? "there is no such generator" : "there is no such coroutine", name);
}

const async_error_class *field_error_class(const char *name)
{
    static const async_error_class *const known[] = {
        &ASYNC_VALUE_ERROR,   &ASYNC_RUNTIME_ERROR,   &ASYNC_KEY_ERROR,          &ASYNC_EXCEPTION,   &ASYNC_CANCELLED_ERROR,
        &ASYNC_TIMEOUT_ERROR, &ASYNC_QUEUE_SHUT_DOWN, &ASYNC_KEYBOARD_INTERRUPT, &ASYNC_SYSTEM_EXIT, &ASYNC_GENERATOR_EXIT};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(known[i]->name, name) == 0) {
            return known[i];
        }
    }
    return NULL;
}

bool field_error(Reader *reader, const cJSON *in, program_op *op)
{
    const char *name = NULL;
    if (!field_name(reader, in, "exc", &name) || !field_text(reader, in, "text", &op->text)) {
        return false;
    }
    op->error = field_error_class(name);
    return op->error || field_wrong(reader, "there is no such error", name);
}

size_t field_list_length(Reader *reader, const cJSON *in, const char *key, const cJSON **list)
{
    *list = cJSON_GetObjectItemCaseSensitive(in, key);
    if (!cJSON_IsArray(*list)) {
        field_wrong(reader, "a list is missing", key);
        return SIZE_MAX;
    }
    size_t length = (size_t)cJSON_GetArraySize(*list);
    reader->program->op_count += length;
    if (reader->program->op_count > PROGRAM_OPS) {
        field_wrong(reader, "the program is too large", NULL);
        return SIZE_MAX;
    }
    return length;
}

size_t field_kind(const cJSON *in, const char *key, const char *const *names, size_t count)
{
    const cJSON *field = cJSON_GetObjectItemCaseSensitive(in, key);
    size_t kind = 0;
    while (kind < count && !(cJSON_IsString(field) && strcmp(names[kind], field->valuestring) == 0)) {
        kind++;
    }
    return kind;
}
