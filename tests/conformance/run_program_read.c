/* run_program_read.c: JSON as a program, every part of it checked. */
#include "run_program_fields.h"

#include <string.h>

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

/* ---- Expressions ---- */

static bool read_expression(Reader *reader, const cJSON *in, program_expression *expression, int depth);

static bool read_items(Reader *reader, const cJSON *in, program_expression **items, size_t *items_count, int depth)
{
    const cJSON *list, *item;
    size_t count = field_list_length(reader, in, "items", &list);
    if (count != SIZE_MAX && count > PROGRAM_ITEMS) {
        return field_wrong(reader, "too many items", NULL);
    }
    if (count == SIZE_MAX || !(*items = field_take(reader, count, sizeof **items))) {
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
    *inner = field_take(reader, 1, sizeof **inner);
    return *inner && read_expression(reader, cJSON_GetObjectItemCaseSensitive(in, "what"), *inner, depth + 1);
}

/* What a slot may hold: a future, and not a coroutine object, which would be awaited once. */
static bool read_kept(Reader *reader, const cJSON *in, program_expression **kept, int depth)
{
    if (!read_inner(reader, in, kept, depth)) {
        return false;
    }
    bool is_future = (*kept)->kind == EXPRESSION_GATHER || (*kept)->kind == EXPRESSION_SHIELD;
    return is_future || field_wrong(reader, "only what gather and shield give is assigned", NULL);
}

static bool read_slots(Reader *reader, const cJSON *in, program_expression *expression)
{
    const cJSON *list, *name;
    size_t count = field_list_length(reader, in, "slots", &list);
    if (count != SIZE_MAX && count > PROGRAM_ITEMS) {
        return field_wrong(reader, "too many slots", NULL);
    }
    if (count == SIZE_MAX || !(expression->slots = field_take(reader, count, sizeof *expression->slots))) {
        return false;
    }
    cJSON_ArrayForEach(name, list)
    {
        if (!cJSON_IsString(name) || !field_is_name(name->valuestring)) {
            return field_wrong(reader, "a slot has no name", NULL);
        }
        if (!field_find_slot(reader, name->valuestring, &expression->slots[expression->count++])) {
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
    size_t kind = field_kind(in, "return_when", names, 3);
    expression->return_when = (async_return_when)kind;
    return kind < 3 || field_wrong(reader, "return_when is not known", NULL);
}

static bool read_expression_field(Reader *reader, const cJSON *in, char field, program_expression *expression, int depth)
{
    switch (field) {
    case 'd': return field_seconds(reader, in, "d", &expression->seconds);
    case 'o': return field_timeout(reader, in, &expression->seconds);
    case 's': return field_slot(reader, in, &expression->slot);
    case 'm': return read_slots(reader, in, expression);
    case 'c': return field_coroutine(reader, in, false, &expression->coroutine);
    case 'e': return field_object(reader, in, "event", "events", OBJECT_OF_EVENT, &expression->object);
    case 'l':
        return field_object(reader, in, "lock", "locks", expression->kind == EXPRESSION_CONDITION ? OBJECT_OF_CONDITION : OBJECT_OF_COUNT,
                            &expression->object);
    case 'q': return field_object(reader, in, "queue", "queues", OBJECT_OF_COUNT, &expression->object);
    case 'v': return field_value(reader, in, &expression->value);
    case 'w': return read_inner(reader, in, &expression->items, depth);
    case 'r': return read_return_when(reader, in, expression);
    case 'g': return field_flag(reader, in, "return_exceptions", &expression->return_exceptions);
    default: return read_items(reader, in, &expression->items, &expression->count, depth);
    }
}

static bool read_expression(Reader *reader, const cJSON *in, program_expression *expression, int depth)
{
    if (depth > PROGRAM_DEPTH) {
        return field_wrong(reader, "the program is nested too deeply", NULL);
    }
    size_t kind = field_kind(in, "k", expression_names, EXPRESSION_COUNT);
    if (kind == EXPRESSION_COUNT) {
        return field_wrong(reader, "what is awaited has no k that is known", NULL);
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
    size_t count = field_list_length(reader, in, "types", &list);
    if (count == SIZE_MAX) {
        return false;
    }
    if (count == 0 || count > sizeof handler->classes / sizeof *handler->classes) {
        return field_wrong(reader, "a handler names from one to eight types", NULL);
    }
    cJSON_ArrayForEach(type, list)
    {
        const async_error_class *class = cJSON_IsString(type) ? field_error_class(type->valuestring) : NULL;
        if (!class) {
            return field_wrong(reader, "a handler's type is not known", NULL);
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
    size_t count = field_list_length(reader, in, "handlers", &list);
    if (count == SIZE_MAX || !(op->handlers = field_take(reader, count, sizeof *op->handlers))) {
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
        return field_wrong(reader, "a try has neither a handler nor a finally", NULL);
    }
    return !op->has_finally || read_body(reader, in, "finally", &op->finally, depth + 1);
}

static bool read_eager_start(Reader *reader, const cJSON *in, program_op *op)
{
    bool eager = false;
    bool asked = cJSON_HasObjectItem(in, "eager_start");
    op->eager = ASYNC_AS_SET_;
    if (!field_flag(reader, in, "eager_start", &eager)) {
        return false;
    }
    if (asked) {
        op->eager = eager ? ASYNC_EAGER_ : ASYNC_LAZY_;
    }
    return true;
}

static bool read_op_field(Reader *reader, const cJSON *in, char field, program_op *op, int depth)
{
    switch (field) {
    case 't': return field_text(reader, in, "text", &op->text);
    case 'M': return !cJSON_HasObjectItem(in, "message") || field_text(reader, in, "message", &op->text);
    case 'W': return !cJSON_HasObjectItem(in, "show") || field_text(reader, in, "show", &op->text);
    case 'w': return read_inner(reader, in, &op->what, depth);
    case 'i': return read_items(reader, in, &op->what, &op->count, depth);
    case 'k': return read_kept(reader, in, &op->what, depth);
    case 'd': return field_seconds(reader, in, "d", &op->seconds);
    case 'D': return field_seconds_or_none(reader, in, "d", &op->seconds);
    case 'o': return field_timeout(reader, in, &op->seconds);
    case 'n': return field_count(reader, in, &op->count);
    case 'e': return field_object(reader, in, "event", "events", OBJECT_OF_EVENT, &op->object);
    case 'l': return field_object(reader, in, "lock", "locks", op->kind == OP_NOTIFY ? OBJECT_OF_CONDITION : OBJECT_OF_COUNT, &op->object);
    case 'q': return field_object(reader, in, "queue", "queues", OBJECT_OF_COUNT, &op->object);
    case 's': return field_slot(reader, in, &op->slot);
    case 'S': op->slot = PROGRAM_NO_SLOT; return !cJSON_HasObjectItem(in, "slot") || field_slot(reader, in, &op->slot);
    case 'c': return field_coroutine(reader, in, false, &op->coroutine);
    case 'g': return field_coroutine(reader, in, true, &op->coroutine);
    case 'x': return field_error(reader, in, op);
    case 'f': return field_flag(reader, in, "on", &op->on);
    case 'E': return read_eager_start(reader, in, op);
    case 'v': return field_value(reader, in, &op->value);
    case 'b': return read_body(reader, in, "body", &op->body, depth + 1);
    default: return read_handlers(reader, in, op, depth);
    }
}

static bool read_op(Reader *reader, const cJSON *in, program_op *op, int depth)
{
    size_t kind = field_kind(in, "op", op_names, OP_COUNT);
    if (kind == OP_COUNT) {
        return field_wrong(reader, "an op is not known", NULL);
    }
    if ((kind == OP_RERAISE || kind == OP_CAUGHT) && !reader->in_handler) {
        return field_wrong(reader, kind == OP_CAUGHT ? "caught stands outside every handler" : "reraise stands outside every handler",
                           NULL);
    }
    if (kind == OP_GROUP_SPAWN && !reader->in_group) {
        return field_wrong(reader, "group_spawn stands outside every group", NULL);
    }
    if (kind == OP_YIELD && !reader->in_generator) {
        return field_wrong(reader, "yield stands outside every generator", NULL);
    }
    if (kind == OP_BREAK && !reader->in_for) {
        return field_wrong(reader, "break does not stand right in a for", NULL);
    }
    op->kind = (program_op_kind)kind;
    const cJSON *line = cJSON_GetObjectItemCaseSensitive(in, "line");
    if (line && !field_is_whole(line, 0, 1e6)) {
        return field_wrong(reader, "a line is a whole number", NULL);
    }
    /* A place on no line would be taken for one of the engine's own. */
    op->place.place = (TracePlace){"program.json", "", op_names[kind], line && line->valuedouble >= 1 ? (uint32_t)line->valuedouble : 1};
    op->round_place.place = op->place.place;
    op->round_place.place.line++;
    bool was_in_group = reader->in_group, was_in_for = reader->in_for, good = true;
    reader->in_group = was_in_group || kind == OP_GROUP;
    reader->in_for = kind == OP_FOR || kind == OP_FOR_SLOT;
    for (const char *field = op_fields[kind]; good && *field; field++) {
        good = read_op_field(reader, in, *field, op, depth);
    }
    reader->in_group = was_in_group;
    reader->in_for = was_in_for;
    return good;
}

static bool read_body(Reader *reader, const cJSON *in, const char *key, program_body *body, int depth)
{
    if (depth >= PROGRAM_DEPTH) {
        return field_wrong(reader, "the program is nested too deeply", NULL);
    }
    const cJSON *list, *op;
    size_t count = field_list_length(reader, in, key, &list);
    if (count == SIZE_MAX || !(body->ops = field_take(reader, count, sizeof *body->ops))) {
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

program_coroutine *program_main(const Program *program) { return field_find_coroutine(program, "main"); }

static bool read_coroutine_names(Reader *reader, const cJSON *list)
{
    Program *program = reader->program;
    const cJSON *coroutine;
    cJSON_ArrayForEach(coroutine, list)
    {
        const char *name = NULL;
        if (!field_name(reader, coroutine, "name", &name)) {
            return false;
        }
        if (field_find_coroutine(program, name)) {
            return field_wrong(reader, "two coroutines have the same name", name);
        }
        program_coroutine *added = &program->coroutines[program->coroutine_count++];
        added->class.name = name;
        added->program = program;
        if (!field_flag(reader, coroutine, "generator", &added->is_generator)) {
            return false;
        }
    }
    const program_coroutine *main = program_main(program);
    return (main && !main->is_generator) || field_wrong(reader, "there is no coroutine main", NULL);
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
    if (!cJSON_IsString(name) || !field_is_name(name->valuestring) || program->object_count == PROGRAM_NAMES) {
        return field_wrong(reader, "a lock, event or queue has no name, or there are too many", NULL);
    }
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i].list, list) != 0 || (kind && !(cJSON_IsString(kind) && strcmp(kinds[i].kind, kind->valuestring) == 0))) {
            continue;
        }
        const cJSON *value = cJSON_GetObjectItemCaseSensitive(in, kinds[i].value);
        if (value && !field_is_whole(value, 0, 1000)) {
            return field_wrong(reader, "a semaphore or queue has an impossible size", name->valuestring);
        }
        int64_t number = value ? (int64_t)value->valuedouble : i == OBJECT_OF_SEMAPHORE || i == OBJECT_OF_BOUNDED;
        program->objects[program->object_count++] = (program_object){(program_object_kind)i, name->valuestring, number, NULL};
        return true;
    }
    return field_wrong(reader, "the kind of this is not known", name->valuestring);
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
    Reader reader = {into, problem, problem_size, false, false, false, false};
    const cJSON *format = cJSON_GetObjectItemCaseSensitive(json, "format");
    if (!field_is_whole(format, 1, 1)) {
        return field_wrong(&reader, "this is no program of format 1", NULL);
    }
    const cJSON *list, *coroutine;
    size_t count = field_list_length(&reader, json, "coros", &list);
    if (count == SIZE_MAX || count > PROGRAM_NAMES) {
        return count == SIZE_MAX ? false : field_wrong(&reader, "too many coroutines", NULL);
    }
    into->coroutines = field_take(&reader, count, sizeof *into->coroutines);
    if (!into->coroutines || !read_coroutine_names(&reader, list) || !read_all_shared(&reader, json)) {
        return false;
    }
    size_t at = 0;
    cJSON_ArrayForEach(coroutine, list)
    {
        reader.in_generator = into->coroutines[at].is_generator;
        if (!read_body(&reader, coroutine, "body", &into->coroutines[at++].body, 0)) {
            return false;
        }
    }
    return true;
}
