/* run_program_fields.h: one field of a program's JSON as what it should be, or a sentence on what is wrong with it. */
#ifndef LOOPSCOPE_RUN_PROGRAM_FIELDS_H
#define LOOPSCOPE_RUN_PROGRAM_FIELDS_H

#include "run_program.h"

#include <cjson/cJSON.h>

/* Where the reader is. */
typedef struct Reader {
    Program *program;
    char *problem;
    size_t problem_size;
    bool in_handler; /* may `reraise` stand here? */
    bool in_group;   /* may `group_spawn`? */
    bool in_for;     /* may `break`? Right in a loop's body, so that nothing lies between */
    bool in_generator;
} Reader;

bool field_wrong(Reader *reader, const char *what, const char *name);
/* Zeroed memory that goes with the program; NULL: out of memory, said. */
void *field_take(Reader *reader, size_t count, size_t size);
bool field_text(Reader *reader, const cJSON *in, const char *key, const char **text);
bool field_is_name(const char *text);
bool field_name(Reader *reader, const cJSON *in, const char *key, const char **name);
/* A whole number that a double holds exactly. */
bool field_is_whole(const cJSON *field, double least, double most);
bool field_seconds(Reader *reader, const cJSON *in, const char *key, double *seconds);
/* Null: none, which is no end. */
bool field_seconds_or_none(Reader *reader, const cJSON *in, const char *key, double *seconds);
/* Missing: false. */
bool field_flag(Reader *reader, const cJSON *in, const char *key, bool *flag);
/* Missing or null: no end. */
bool field_timeout(Reader *reader, const cJSON *in, double *seconds);
bool field_value(Reader *reader, const cJSON *in, program_value *value);
bool field_find_slot(Reader *reader, const char *name, size_t *slot);
bool field_slot(Reader *reader, const cJSON *in, size_t *slot);
/* An object that stands in the list `list` of the program; `kind`: which it must be, or OBJECT_OF_COUNT for any of these. */
bool field_object(Reader *reader, const cJSON *in, const char *key, const char *list, program_object_kind kind, size_t *object);
bool field_count(Reader *reader, const cJSON *in, size_t *count);
program_coroutine *field_find_coroutine(const Program *program, const char *name);
bool field_coroutine(Reader *reader, const cJSON *in, bool is_generator, program_coroutine **coroutine);
const async_error_class *field_error_class(const char *name); /* NULL: there is none of that name */
bool field_error(Reader *reader, const cJSON *in, program_op *op);
/* The elements of the list under `key`: their number, or SIZE_MAX when there is no list. */
size_t field_list_length(Reader *reader, const cJSON *in, const char *key, const cJSON **list);
/* Which of the names stands under `key`; `count` when none. */
size_t field_kind(const cJSON *in, const char *key, const char *const *names, size_t count);

#endif
