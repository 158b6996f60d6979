/* run_program_read.c: JSON as a program, every part of it checked. */
#include "run_program.h"

#include <cjson/cJSON.h>
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct program_block {
    struct program_block *next;
    max_align_t memory[];
};

/* Where the reader is. */
typedef struct Reader {
    Program *program;
    char *problem;
    size_t problem_size;
    bool in_handler; /* may `reraise` stand here? */
    bool in_group;   /* may `group_spawn`? */
} Reader;

static const char *const op_names[] = {
#define OP(id, name, fields) name,
    PROGRAM_OPS_TABLE(OP)
#undef OP
};
static const char *const op_fields[] = {
#define OP(id, name, fields) fields,
    PROGRAM_OPS_TABLE(OP)
#undef OP
};
static const char *const expression_names[] = {
#define EXPRESSION(id, name, fields) name,
    PROGRAM_EXPRESSIONS_TABLE(EXPRESSION)
#undef EXPRESSION
};
static const char *const expression_fields[] = {
#define EXPRESSION(id, name, fields) fields,
    PROGRAM_EXPRESSIONS_TABLE(EXPRESSION)
#undef EXPRESSION
};

static bool wrong(Reader *reader, const char *what, const char *name)
{
    snprintf(reader->problem, reader->problem_size, "%s%s%s", what, name ? ": " : "", name ? name : "");
    return false;
}

/* Zeroed memory that goes with the program; NULL: out of memory, said. */
static void *take(Reader *reader, size_t count, size_t size)
{
    struct program_block *block = calloc(1, sizeof *block + (count ? count : 1) * size);
    if (!block) {
        wrong(reader, "out of memory", NULL);
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

static bool read_text(Reader *reader, const cJSON *in, const char *key, const char **text)
{
    const cJSON *field = cJSON_GetObjectItemCaseSensitive(in, key);
    if (!cJSON_IsString(field)) {
        return wrong(reader, "a text is missing", key);
    }
    if (strlen(field->valuestring) > PROGRAM_TEXT) {
        return wrong(reader, "a text is too long", key);
    }
    for (const char *at = field->valuestring; *at; at++) {
        if ((unsigned char)*at < ' ' || *at == 0x7f) {
            return wrong(reader, "a text holds control characters", key);
        }
    }
    *text = field->valuestring;
    return true;
}

static bool is_name(const char *text)
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

static bool read_name(Reader *reader, const cJSON *in, const char *key, const char **name)
{
    return read_text(reader, in, key, name) && (is_name(*name) || wrong(reader, "this is no name", *name));
}

/* A whole number that a double holds exactly. */
static bool is_whole(const cJSON *field, double least, double most)
{
    return cJSON_IsNumber(field) && floor(field->valuedouble) == field->valuedouble && field->valuedouble >= least &&
           field->valuedouble <= most;
}

static bool read_seconds(Reader *reader, const cJSON *in, const char *key, double *seconds)
{
    const cJSON *field = cJSON_GetObjectItemCaseSensitive(in, key);
    if (!cJSON_IsNumber(field) || !(fabs(field->valuedouble) <= PROGRAM_SECONDS)) {
        return wrong(reader, "seconds are missing, or too many", key);
    }
    *seconds = field->valuedouble;
    return true;
}

/* Missing: false. */
static bool read_flag(Reader *reader, const cJSON *in, const char *key, bool *flag)
{
    const cJSON *field = cJSON_GetObjectItemCaseSensitive(in, key);
    *flag = cJSON_IsTrue(field);
    return !field || cJSON_IsBool(field) || wrong(reader, "this is true or false", key);
}

/* Missing or null: no end. */
static bool read_timeout(Reader *reader, const cJSON *in, double *seconds)
{
    const cJSON *field = cJSON_GetObjectItemCaseSensitive(in, "timeout");
    *seconds = ASYNC_NO_TIMEOUT;
    return !field || cJSON_IsNull(field) || read_seconds(reader, in, "timeout", seconds);
}

static bool read_value(Reader *reader, const cJSON *in, program_value *value)
{
    const cJSON *field = cJSON_GetObjectItemCaseSensitive(in, "value");
    if (cJSON_IsString(field)) {
        return read_text(reader, in, "value", &value->text);
    }
    if (!is_whole(field, -9007199254740991.0, 9007199254740991.0)) {
        return wrong(reader, "a value is a text or a whole number", NULL);
    }
    value->number = (int64_t)field->valuedouble;
    return true;
}

static bool find_slot(Reader *reader, const char *name, size_t *slot)
{
    Program *program = reader->program;
    for (*slot = 0; *slot < program->slot_count; ++*slot) {
        if (strcmp(program->slot_names[*slot], name) == 0) {
            return true;
        }
    }
    if (program->slot_count == PROGRAM_NAMES) {
        return wrong(reader, "too many slots", NULL);
    }
    program->slot_names[program->slot_count++] = name;
    return true;
}

static bool read_slot(Reader *reader, const cJSON *in, size_t *slot)
{
    const char *name = NULL;
    return read_name(reader, in, "slot", &name) && find_slot(reader, name, slot);
}

/* An object that stands in the list `list` of the program; `kind`: which it must be, or OBJECT_OF_COUNT for any of these. */
static bool read_object(Reader *reader, const cJSON *in, const char *key, const char *list, program_object_kind kind, size_t *object)
{
    static const char *const lists[] = {
#define OBJECT(id, name, list, value) list,
        PROGRAM_OBJECTS_TABLE(OBJECT)
#undef OBJECT
    };
    const Program *program = reader->program;
    const char *name = NULL;
    if (!read_name(reader, in, key, &name)) {
        return false;
    }
    for (*object = 0; *object < program->object_count; ++*object) {
        const program_object *found = &program->objects[*object];
        if (strcmp(found->name, name) == 0 && strcmp(lists[found->kind], list) == 0 && (kind == OBJECT_OF_COUNT || kind == found->kind)) {
            return true;
        }
    }
    return wrong(reader, "this is not among the locks, events and queues, or of another kind", name);
}

static bool read_count(Reader *reader, const cJSON *in, size_t *count)
{
    const cJSON *field = cJSON_GetObjectItemCaseSensitive(in, "n");
    if (!is_whole(field, 0, PROGRAM_OPS)) {
        return wrong(reader, "n is missing, or no count", NULL);
    }
    *count = (size_t)field->valuedouble;
    return true;
}

static program_coroutine *find_coroutine(const Program *program, const char *name)
{
    for (size_t i = 0; i < program->coroutine_count; i++) {
        if (strcmp(program->coroutines[i].class.name, name) == 0) {
            return &program->coroutines[i];
        }
    }
    return NULL;
}

static bool read_coroutine(Reader *reader, const cJSON *in, program_coroutine **coroutine)
{
    const char *name = NULL;
    if (!read_name(reader, in, "coro", &name)) {
        return false;
    }
    *coroutine = find_coroutine(reader->program, name);
    return *coroutine || wrong(reader, "there is no such coroutine", name);
}

static const async_error_class *error_class(const char *name)
{
    static const async_error_class *const known[] = {&ASYNC_VALUE_ERROR, &ASYNC_RUNTIME_ERROR,   &ASYNC_KEY_ERROR,
                                                     &ASYNC_EXCEPTION,   &ASYNC_CANCELLED_ERROR, &ASYNC_TIMEOUT_ERROR};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(known[i]->name, name) == 0) {
            return known[i];
        }
    }
    return NULL;
}

static bool read_error(Reader *reader, const cJSON *in, program_op *op)
{
    const char *name = NULL;
    if (!read_name(reader, in, "exc", &name) || !read_text(reader, in, "text", &op->text)) {
        return false;
    }
    op->error = error_class(name);
    return op->error || wrong(reader, "there is no such error", name);
}

/* The elements of the list under `key`: their number, or SIZE_MAX when there is no list. */
static size_t list_length(Reader *reader, const cJSON *in, const char *key, const cJSON **list)
{
    *list = cJSON_GetObjectItemCaseSensitive(in, key);
    if (!cJSON_IsArray(*list)) {
        wrong(reader, "a list is missing", key);
        return SIZE_MAX;
    }
    size_t length = (size_t)cJSON_GetArraySize(*list);
    reader->program->op_count += length;
    if (reader->program->op_count > PROGRAM_OPS) {
        wrong(reader, "the program is too large", NULL);
        return SIZE_MAX;
    }
    return length;
}

/* Which of the names stands under `key`; `count` when none. */
static size_t read_kind(const cJSON *in, const char *key, const char *const *names, size_t count)
{
    const cJSON *field = cJSON_GetObjectItemCaseSensitive(in, key);
    size_t kind = 0;
    while (kind < count && !(cJSON_IsString(field) && strcmp(names[kind], field->valuestring) == 0)) {
        kind++;
    }
    return kind;
}

/* ---- Expressions ---- */

static bool read_expression(Reader *reader, const cJSON *in, program_expression *expression, int depth);

static bool read_items(Reader *reader, const cJSON *in, program_expression **items, size_t *items_count, int depth)
{
    const cJSON *list, *item;
    size_t count = list_length(reader, in, "items", &list);
    if (count != SIZE_MAX && count > PROGRAM_ITEMS) {
        return wrong(reader, "too many items", NULL);
    }
    if (count == SIZE_MAX || !(*items = take(reader, count, sizeof **items))) {
        return false;
    }
    cJSON_ArrayForEach(item, list)
    {
        if (!read_expression(reader, item, &(*items)[(*items_count)++], depth + 1)) {
            return false;
        }
    }
    return true;
}

static bool read_inner(Reader *reader, const cJSON *in, program_expression **inner, int depth)
{
    *inner = take(reader, 1, sizeof **inner);
    return *inner && read_expression(reader, cJSON_GetObjectItemCaseSensitive(in, "what"), *inner, depth + 1);
}

static bool read_slots(Reader *reader, const cJSON *in, program_expression *expression)
{
    const cJSON *list, *name;
    size_t count = list_length(reader, in, "slots", &list);
    if (count != SIZE_MAX && count > PROGRAM_ITEMS) {
        return wrong(reader, "too many slots", NULL);
    }
    if (count == SIZE_MAX || !(expression->slots = take(reader, count, sizeof *expression->slots))) {
        return false;
    }
    cJSON_ArrayForEach(name, list)
    {
        if (!cJSON_IsString(name) || !is_name(name->valuestring)) {
            return wrong(reader, "a slot has no name", NULL);
        }
        if (!find_slot(reader, name->valuestring, &expression->slots[expression->count++])) {
            return false;
        }
    }
    return true;
}

static bool read_return_when(Reader *reader, const cJSON *in, program_expression *expression)
{
    static const char *const names[] = {"ALL_COMPLETED", "FIRST_COMPLETED", "FIRST_EXCEPTION"};
    if (!cJSON_GetObjectItemCaseSensitive(in, "return_when")) {
        expression->return_when = ASYNC_ALL_COMPLETED;
        return true;
    }
    size_t kind = read_kind(in, "return_when", names, 3);
    expression->return_when = (async_return_when)kind;
    return kind < 3 || wrong(reader, "return_when is not known", NULL);
}

static bool read_expression_field(Reader *reader, const cJSON *in, char field, program_expression *expression, int depth)
{
    switch (field) {
    case 'd': return read_seconds(reader, in, "d", &expression->seconds);
    case 'o': return read_timeout(reader, in, &expression->seconds);
    case 's': return read_slot(reader, in, &expression->slot);
    case 'm': return read_slots(reader, in, expression);
    case 'c': return read_coroutine(reader, in, &expression->coroutine);
    case 'e': return read_object(reader, in, "event", "events", OBJECT_OF_EVENT, &expression->object);
    case 'l':
        return read_object(reader, in, "lock", "locks", expression->kind == EXPRESSION_CONDITION ? OBJECT_OF_CONDITION : OBJECT_OF_COUNT,
                           &expression->object);
    case 'q': return read_object(reader, in, "queue", "queues", OBJECT_OF_COUNT, &expression->object);
    case 'v': return read_value(reader, in, &expression->value);
    case 'w': return read_inner(reader, in, &expression->items, depth);
    case 'r': return read_return_when(reader, in, expression);
    case 'g': return read_flag(reader, in, "return_exceptions", &expression->return_exceptions);
    default: return read_items(reader, in, &expression->items, &expression->count, depth);
    }
}

static bool read_expression(Reader *reader, const cJSON *in, program_expression *expression, int depth)
{
    if (depth > PROGRAM_DEPTH) {
        return wrong(reader, "the program is nested too deeply", NULL);
    }
    size_t kind = read_kind(in, "k", expression_names, EXPRESSION_COUNT);
    if (kind == EXPRESSION_COUNT) {
        return wrong(reader, "what is awaited has no k that is known", NULL);
    }
    expression->kind = (program_expression_kind)kind;
    for (const char *field = expression_fields[kind]; *field; field++) {
        if (!read_expression_field(reader, in, *field, expression, depth)) {
            return false;
        }
    }
    return true;
}

/* ---- Ops ---- */

static bool read_body(Reader *reader, const cJSON *in, const char *key, program_body *body, int depth);

static bool read_handler(Reader *reader, const cJSON *in, program_handler *handler, int depth)
{
    const cJSON *list, *type;
    size_t count = list_length(reader, in, "types", &list);
    if (count == SIZE_MAX) {
        return false;
    }
    if (count == 0 || count > sizeof handler->classes / sizeof *handler->classes) {
        return wrong(reader, "a handler names from one to eight types", NULL);
    }
    cJSON_ArrayForEach(type, list)
    {
        const async_error_class *class = cJSON_IsString(type) ? error_class(type->valuestring) : NULL;
        if (!class) {
            return wrong(reader, "a handler's type is not known", NULL);
        }
        handler->classes[handler->count++] = class;
    }
    bool before = reader->in_handler;
    reader->in_handler = true;
    bool good = read_body(reader, in, "body", &handler->body, depth + 1);
    reader->in_handler = before;
    return good;
}

static bool read_handlers(Reader *reader, const cJSON *in, program_op *op, int depth)
{
    const cJSON *list, *handler;
    size_t count = list_length(reader, in, "handlers", &list);
    if (count == SIZE_MAX || !(op->handlers = take(reader, count, sizeof *op->handlers))) {
        return false;
    }
    cJSON_ArrayForEach(handler, list)
    {
        if (!read_handler(reader, handler, &op->handlers[op->handler_count++], depth)) {
            return false;
        }
    }
    const cJSON *finally = cJSON_GetObjectItemCaseSensitive(in, "finally");
    op->has_finally = finally && !cJSON_IsNull(finally);
    if (!count && !op->has_finally) {
        return wrong(reader, "a try has neither a handler nor a finally", NULL);
    }
    return !op->has_finally || read_body(reader, in, "finally", &op->finally, depth + 1);
}

static bool read_op_field(Reader *reader, const cJSON *in, char field, program_op *op, int depth)
{
    switch (field) {
    case 't': return read_text(reader, in, "text", &op->text);
    case 'M': return !cJSON_HasObjectItem(in, "message") || read_text(reader, in, "message", &op->text);
    case 'W': return !cJSON_HasObjectItem(in, "show") || read_text(reader, in, "show", &op->text);
    case 'w': return read_inner(reader, in, &op->what, depth);
    case 'i': return read_items(reader, in, &op->what, &op->count, depth);
    case 'd': return read_seconds(reader, in, "d", &op->seconds);
    case 'o': return read_timeout(reader, in, &op->seconds);
    case 'n': return read_count(reader, in, &op->count);
    case 'e': return read_object(reader, in, "event", "events", OBJECT_OF_EVENT, &op->object);
    case 'l': return read_object(reader, in, "lock", "locks", op->kind == OP_NOTIFY ? OBJECT_OF_CONDITION : OBJECT_OF_COUNT, &op->object);
    case 'q': return read_object(reader, in, "queue", "queues", OBJECT_OF_COUNT, &op->object);
    case 's': return read_slot(reader, in, &op->slot);
    case 'c': return read_coroutine(reader, in, &op->coroutine);
    case 'x': return read_error(reader, in, op);
    case 'v': return read_value(reader, in, &op->value);
    case 'b': return read_body(reader, in, "body", &op->body, depth + 1);
    default: return read_handlers(reader, in, op, depth);
    }
}

static bool read_op(Reader *reader, const cJSON *in, program_op *op, int depth)
{
    size_t kind = read_kind(in, "op", op_names, OP_COUNT);
    if (kind == OP_COUNT) {
        return wrong(reader, "an op is not known", NULL);
    }
    if ((kind == OP_RERAISE || kind == OP_CAUGHT) && !reader->in_handler) {
        return wrong(reader, kind == OP_CAUGHT ? "caught stands outside every handler" : "reraise stands outside every handler", NULL);
    }
    if (kind == OP_GROUP_SPAWN && !reader->in_group) {
        return wrong(reader, "group_spawn stands outside every group", NULL);
    }
    op->kind = (program_op_kind)kind;
    const cJSON *line = cJSON_GetObjectItemCaseSensitive(in, "line");
    if (line && !is_whole(line, 0, 1e6)) {
        return wrong(reader, "a line is a whole number", NULL);
    }
    /* A place on no line would be taken for one of the engine's own. */
    op->place.place = (TracePlace){"program.json", "", op_names[kind], line && line->valuedouble >= 1 ? (uint32_t)line->valuedouble : 1};
    op->round_place.place = op->place.place;
    op->round_place.place.line++;
    bool before = reader->in_group, good = true;
    reader->in_group = before || kind == OP_GROUP;
    for (const char *field = op_fields[kind]; good && *field; field++) {
        good = read_op_field(reader, in, *field, op, depth);
    }
    reader->in_group = before;
    return good;
}

static bool read_body(Reader *reader, const cJSON *in, const char *key, program_body *body, int depth)
{
    if (depth >= PROGRAM_DEPTH) {
        return wrong(reader, "the program is nested too deeply", NULL);
    }
    const cJSON *list, *op;
    size_t count = list_length(reader, in, key, &list);
    if (count == SIZE_MAX || !(body->ops = take(reader, count, sizeof *body->ops))) {
        return false;
    }
    cJSON_ArrayForEach(op, list)
    {
        if (!read_op(reader, op, &body->ops[body->count++], depth)) {
            return false;
        }
    }
    return true;
}

/* ---- The program ---- */

program_coroutine *program_main(const Program *program) { return find_coroutine(program, "main"); }

static bool read_coroutine_names(Reader *reader, const cJSON *list)
{
    Program *program = reader->program;
    const cJSON *coroutine;
    cJSON_ArrayForEach(coroutine, list)
    {
        const char *name = NULL;
        if (!read_name(reader, coroutine, "name", &name)) {
            return false;
        }
        if (find_coroutine(program, name)) {
            return wrong(reader, "two coroutines have the same name", name);
        }
        program_coroutine *added = &program->coroutines[program->coroutine_count++];
        added->class.name = name;
        added->program = program;
    }
    return program_main(program) || wrong(reader, "there is no coroutine main", NULL);
}

/* An object is its name, or says more of itself. */
static bool read_shared(Reader *reader, const cJSON *in, const char *list)
{
    static const struct {
        const char *kind, *list, *value;
    } kinds[] = {
#define OBJECT(id, name, list, value) {name, list, value},
        PROGRAM_OBJECTS_TABLE(OBJECT)
#undef OBJECT
    };
    Program *program = reader->program;
    const cJSON *name = cJSON_IsString(in) ? in : cJSON_GetObjectItemCaseSensitive(in, "name");
    const cJSON *kind = cJSON_GetObjectItemCaseSensitive(in, "kind");
    if (!cJSON_IsString(name) || !is_name(name->valuestring) || program->object_count == PROGRAM_NAMES) {
        return wrong(reader, "a lock, event or queue has no name, or there are too many", NULL);
    }
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i].list, list) != 0 || (kind && !(cJSON_IsString(kind) && strcmp(kinds[i].kind, kind->valuestring) == 0))) {
            continue;
        }
        const cJSON *value = cJSON_GetObjectItemCaseSensitive(in, kinds[i].value);
        if (value && !is_whole(value, 0, 1000)) {
            return wrong(reader, "a semaphore or queue has an impossible size", name->valuestring);
        }
        int64_t number = value ? (int64_t)value->valuedouble : i == OBJECT_OF_SEMAPHORE || i == OBJECT_OF_BOUNDED;
        program->objects[program->object_count++] = (program_object){(program_object_kind)i, name->valuestring, number, NULL};
        return true;
    }
    return wrong(reader, "the kind of this is not known", name->valuestring);
}

static bool read_all_shared(Reader *reader, const cJSON *json)
{
    static const char *const lists[] = {"events", "locks", "queues"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        const cJSON *object;
        cJSON_ArrayForEach(object, cJSON_GetObjectItemCaseSensitive(json, lists[i]))
        {
            if (!read_shared(reader, object, lists[i])) {
                return false;
            }
        }
    }
    return true;
}

bool program_read(Program *into, const void *json, char *problem, size_t problem_size)
{
    Reader reader = {into, problem, problem_size, false, false};
    const cJSON *format = cJSON_GetObjectItemCaseSensitive(json, "format");
    if (!is_whole(format, 1, 1)) {
        return wrong(&reader, "this is no program of format 1", NULL);
    }
    const cJSON *list, *coroutine;
    size_t count = list_length(&reader, json, "coros", &list);
    if (count == SIZE_MAX || count > PROGRAM_NAMES) {
        return count == SIZE_MAX ? false : wrong(&reader, "too many coroutines", NULL);
    }
    into->coroutines = take(&reader, count, sizeof *into->coroutines);
    if (!into->coroutines || !read_coroutine_names(&reader, list) || !read_all_shared(&reader, json)) {
        return false;
    }
    size_t at = 0;
    cJSON_ArrayForEach(coroutine, list)
    {
        if (!read_body(&reader, coroutine, "body", &into->coroutines[at++].body, 0)) {
            return false;
        }
    }
    return true;
}
