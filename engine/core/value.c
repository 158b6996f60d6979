/* value.c: strings, lists, and errors with their classes. */
#include "object.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const async_error_class ASYNC_BASE_EXCEPTION = {"BaseException", NULL};
const async_error_class ASYNC_EXCEPTION = {"Exception", &ASYNC_BASE_EXCEPTION};
const async_error_class ASYNC_CANCELLED_ERROR = {"CancelledError", &ASYNC_BASE_EXCEPTION};
const async_error_class ASYNC_KEYBOARD_INTERRUPT = {"KeyboardInterrupt", &ASYNC_BASE_EXCEPTION};
const async_error_class ASYNC_SYSTEM_EXIT = {"SystemExit", &ASYNC_BASE_EXCEPTION};
const async_error_class ASYNC_RUNTIME_ERROR = {"RuntimeError", &ASYNC_EXCEPTION};
const async_error_class ASYNC_RECURSION_ERROR = {"RecursionError", &ASYNC_RUNTIME_ERROR};
const async_error_class ASYNC_NOT_IMPLEMENTED_ERROR = {"NotImplementedError", &ASYNC_RUNTIME_ERROR};
const async_error_class ASYNC_VALUE_ERROR = {"ValueError", &ASYNC_EXCEPTION};
const async_error_class ASYNC_KEY_ERROR = {"KeyError", &ASYNC_EXCEPTION};
const async_error_class ASYNC_TYPE_ERROR = {"TypeError", &ASYNC_EXCEPTION};
const async_error_class ASYNC_MEMORY_ERROR = {"MemoryError", &ASYNC_EXCEPTION};
const async_error_class ASYNC_INVALID_STATE_ERROR = {"InvalidStateError", &ASYNC_EXCEPTION};

const async_error_class ASYNC_OS_ERROR = {"OSError", &ASYNC_EXCEPTION};
const async_error_class ASYNC_BLOCKING_IO_ERROR = {"BlockingIOError", &ASYNC_OS_ERROR};
const async_error_class ASYNC_CHILD_PROCESS_ERROR = {"ChildProcessError", &ASYNC_OS_ERROR};
const async_error_class ASYNC_CONNECTION_ERROR = {"ConnectionError", &ASYNC_OS_ERROR};
const async_error_class ASYNC_BROKEN_PIPE_ERROR = {"BrokenPipeError", &ASYNC_CONNECTION_ERROR};
const async_error_class ASYNC_CONNECTION_ABORTED_ERROR = {"ConnectionAbortedError", &ASYNC_CONNECTION_ERROR};
const async_error_class ASYNC_CONNECTION_REFUSED_ERROR = {"ConnectionRefusedError", &ASYNC_CONNECTION_ERROR};
const async_error_class ASYNC_CONNECTION_RESET_ERROR = {"ConnectionResetError", &ASYNC_CONNECTION_ERROR};
const async_error_class ASYNC_FILE_EXISTS_ERROR = {"FileExistsError", &ASYNC_OS_ERROR};
const async_error_class ASYNC_FILE_NOT_FOUND_ERROR = {"FileNotFoundError", &ASYNC_OS_ERROR};
const async_error_class ASYNC_INTERRUPTED_ERROR = {"InterruptedError", &ASYNC_OS_ERROR};
const async_error_class ASYNC_PERMISSION_ERROR = {"PermissionError", &ASYNC_OS_ERROR};
const async_error_class ASYNC_PROCESS_LOOKUP_ERROR = {"ProcessLookupError", &ASYNC_OS_ERROR};
const async_error_class ASYNC_TIMEOUT_ERROR = {"TimeoutError", &ASYNC_OS_ERROR};
const async_error_class ASYNC_GAI_ERROR = {"gaierror", &ASYNC_OS_ERROR};
const async_error_class ASYNC_SSL_ERROR = {"SSLError", &ASYNC_OS_ERROR};
const async_error_class ASYNC_SSL_CERT_VERIFICATION_ERROR = {"SSLCertVerificationError", &ASYNC_SSL_ERROR};
const async_error_class ASYNC_EOF_ERROR = {"EOFError", &ASYNC_EXCEPTION};
const async_error_class ASYNC_INCOMPLETE_READ_ERROR = {"IncompleteReadError", &ASYNC_EOF_ERROR};
const async_error_class ASYNC_LIMIT_OVERRUN_ERROR = {"LimitOverrunError", &ASYNC_EXCEPTION};

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

string_object *bytes_new(const void *data, size_t length)
{
    string_object *bytes = object_new(OBJECT_STR, sizeof *bytes + length + 1);
    if (bytes) {
        bytes->length = length;
        if (data && length) {
            memcpy(bytes->text, data, length);
        }
    }
    return bytes;
}

string_object *string_new(const char *text) { return bytes_new(text, strlen(text)); }

async_value async_bytes(const void *data, size_t length) { return keep(ASYNC_BYTES, bytes_new(data, length)); }

const char *async_data(async_value value)
{
    return value.type == ASYNC_BYTES || value.type == ASYNC_STR ? ((const string_object *)value.as.object)->text : "";
}

char *text_format(char *small, size_t size, size_t *length, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    int needed = vsnprintf(small, size, format, arguments);
    *length = needed < 0 ? 0 : (size_t)needed;
    char *text = *length < size ? small : malloc(*length + 1);
    if (text && text != small) {
        vsnprintf(text, *length + 1, format, again);
    }
    va_end(again);
    return text;
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

int async_errno(async_value error) { return error.type == ASYNC_ERROR ? ((const error_object *)error.as.object)->number : 0; }

async_value error_cancelled(const string_object *message)
{
    async_value error = error_new(&ASYNC_CANCELLED_ERROR, message ? message->text : "");
    if (message && error_class(error) == &ASYNC_CANCELLED_ERROR) {
        ((error_object *)error.as.object)->quotes_nothing = true;
    }
    return error;
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

async_value async_system_exit(int status)
{
    async_value error = async_error(&ASYNC_SYSTEM_EXIT, "%d", status);
    if (error_class(error) == &ASYNC_SYSTEM_EXIT) {
        ((error_object *)error.as.object)->is_number = true;
    }
    return error;
}

bool error_ends_run(async_value value) { return async_is(value, &ASYNC_KEYBOARD_INTERRUPT) || async_is(value, &ASYNC_SYSTEM_EXIT); }

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

const char *async_error_name(async_value error) { return error.type == ASYNC_ERROR ? error_class(error)->name : ""; }

size_t async_length(async_value value)
{
    if (value.type == ASYNC_STR || value.type == ASYNC_BYTES) {
        return ((const string_object *)value.as.object)->length;
    }
    return value.type == ASYNC_LIST ? ((const list_object *)value.as.object)->count : 0;
}

async_value async_item(async_value list, size_t index)
{
    return list.type == ASYNC_LIST && index < async_length(list) ? ((const list_object *)list.as.object)->items[index] : async_none();
}

/* ---- Several errors as one: Python's ExceptionGroup ---- */

const async_error_class ASYNC_BASE_EXCEPTION_GROUP = {"BaseExceptionGroup", &ASYNC_BASE_EXCEPTION};
const async_error_class ASYNC_EXCEPTION_GROUP = {"ExceptionGroup",
                                                 &ASYNC_EXCEPTION}; /* async_is() knows that it is a BaseExceptionGroup too */

async_value async_error_list(async_value error)
{
    list_object *errors = error.type == ASYNC_ERROR ? ((const error_object *)error.as.object)->errors : NULL;
    return errors ? (async_value){ASYNC_LIST, {.object = &errors->object}} : async_none();
}
