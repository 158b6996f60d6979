/* async_value.h: what coroutines pass each other: values and errors. Included by async.h. */
#ifndef LOOPSCOPE_ASYNC_VALUE_H
#define LOOPSCOPE_ASYNC_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- Values ---- */

typedef struct async_object async_object; /* something counted: a string, a list, an error, a future, a task, a coroutine */

typedef enum async_type {
    ASYNC_NONE,
    ASYNC_BOOL,
    ASYNC_INT,
    ASYNC_FLOAT,
    ASYNC_STR,
    ASYNC_BYTES,
    ASYNC_LIST,
    ASYNC_ERROR,
    ASYNC_FUTURE,
    ASYNC_OBJECT
} async_type;

typedef union async_payload {
    bool boolean;
    int64_t integer;
    double number;
    async_object *
        object; /* ASYNC_STR, ASYNC_BYTES, ASYNC_LIST, ASYNC_ERROR, ASYNC_FUTURE, ASYNC_OBJECT: a server, a stream, a transport, a process */
} async_payload;

/* What a coroutine returns and an await gives: small, copied freely. */
typedef struct async_value {
    async_type type;
    async_payload as;
} async_value;

static inline async_value async_none(void) { return (async_value){ASYNC_NONE, {.integer = 0}}; }
static inline async_value async_bool(bool boolean) { return (async_value){ASYNC_BOOL, {.boolean = boolean}}; }
static inline async_value async_int(int64_t integer) { return (async_value){ASYNC_INT, {.integer = integer}}; }
static inline async_value async_float(double number) { return (async_value){ASYNC_FLOAT, {.number = number}}; }
async_value async_str(const char *format, ...) __attribute__((format(printf, 1, 2)));
async_value async_bytes(const void *data, size_t length); /* copies them */
const char *async_data(async_value bytes);                /* of bytes or a string, with a NUL behind the last; "" of what is neither */
async_value async_list(const async_value *items, size_t count); /* copies the items */
size_t async_length(async_value list);                          /* of a list, of bytes, of a string (in bytes); else 0 */
async_value async_item(async_value list, size_t index);         /* None beyond the end */
/* As Python's print would show it, and as Python's repr() would. Never NULL; valid as long as what the running coroutine makes. */
const char *async_text(async_value value);
const char *async_repr(async_value value);

/* ---- Errors ---- */

/* A class of errors, with its base: "ValueError" is an "Exception". Define your own as a static const. */
typedef struct async_error_class {
    const char *name;
    const struct async_error_class *base; /* NULL at the top */
} async_error_class;

extern const async_error_class ASYNC_BASE_EXCEPTION, ASYNC_EXCEPTION, ASYNC_CANCELLED_ERROR, ASYNC_RUNTIME_ERROR, ASYNC_VALUE_ERROR,
    ASYNC_KEY_ERROR, ASYNC_TYPE_ERROR, ASYNC_MEMORY_ERROR, ASYNC_TIMEOUT_ERROR, ASYNC_INVALID_STATE_ERROR, ASYNC_RECURSION_ERROR,
    ASYNC_NOT_IMPLEMENTED_ERROR;
/* What the system says, by its errno, as Python's OSError and those derived from it. async_errno(): of an error that has one; else 0. */
extern const async_error_class ASYNC_OS_ERROR, ASYNC_BLOCKING_IO_ERROR, ASYNC_CHILD_PROCESS_ERROR, ASYNC_CONNECTION_ERROR,
    ASYNC_BROKEN_PIPE_ERROR, ASYNC_CONNECTION_ABORTED_ERROR, ASYNC_CONNECTION_REFUSED_ERROR, ASYNC_CONNECTION_RESET_ERROR,
    ASYNC_FILE_EXISTS_ERROR, ASYNC_FILE_NOT_FOUND_ERROR, ASYNC_INTERRUPTED_ERROR, ASYNC_PERMISSION_ERROR, ASYNC_PROCESS_LOOKUP_ERROR,
    ASYNC_GAI_ERROR, ASYNC_SSL_ERROR, ASYNC_SSL_CERT_VERIFICATION_ERROR;
int async_errno(async_value error);
/* A stream that ended too early, and one with too much before what was looked for: async_error_item() gives what they carry. */
extern const async_error_class ASYNC_EOF_ERROR, ASYNC_INCOMPLETE_READ_ERROR, ASYNC_LIMIT_OVERRUN_ERROR;
/* The two that end a run: a task or a callback that ends with one of them (or one derived from them) ends the loop at that place. What stood in the ready
   queue behind it runs while async_run() cancels and awaits the tasks that are left; then the error comes out of async_run(). */
extern const async_error_class ASYNC_KEYBOARD_INTERRUPT, ASYNC_SYSTEM_EXIT;

async_value async_error(const async_error_class *class, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* What sys.exit(status) raises: RAISE_AGAIN(async_system_exit(3)). A SystemExit that is made with a text instead, as sys.exit("text"), prints it and means 1,
   one with an empty text means 0. */
async_value async_system_exit(int status);
bool async_is(async_value value, const async_error_class *class); /* is it an error of that class or of one derived from it? */
const char *async_error_message(async_value error);               /* "" for what is no error */
const char *async_error_name(async_value error);                  /* of its class, "ValueError"; "" for what is no error */

#endif
