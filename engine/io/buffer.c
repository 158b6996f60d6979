/* buffer.c: bytes that wait, in the order in which they came. */
#include "transport.h"

#include <stdlib.h>
#include <string.h>

static bool make_room(io_buffer *buffer, size_t size)
{
    if (buffer->start + buffer->count + size <= buffer->capacity) {
        return true;
    }
    if (buffer->count + size <= buffer->capacity && buffer->start >= buffer->count) { /* what is moved was dropped before: cheap in all */
        memmove(buffer->data, buffer_bytes(buffer), buffer->count);
        buffer->start = 0;
        return true;
    }
    size_t capacity = buffer->count + size < 256 ? 512 : (buffer->count + size) * 2;
    char *grown = malloc(capacity);
    if (!grown) {
        return false;
    }
    if (buffer->count) {
        memcpy(grown, buffer_bytes(buffer), buffer->count);
    }
    free(buffer->data);
    buffer->data = grown;
    buffer->start = 0;
    buffer->capacity = capacity;
    return true;
}

bool buffer_add(io_buffer *buffer, const void *data, size_t size)
{
    if (!make_room(buffer, size)) {
        return false;
    }
    memcpy(buffer_bytes(buffer) + buffer->count, data, size);
    buffer->count += size;
    return true;
}

/* What is empty and large goes back: connections that are idle should cost little. */
void buffer_drop(io_buffer *buffer, size_t count)
{
    enum { WORTH_KEEPING = 4096 };
    buffer->start += count;
    buffer->count -= count;
    if (buffer->count == 0) {
        buffer->start = 0;
        if (buffer->capacity > WORTH_KEEPING) {
            buffer_free(buffer);
        }
    }
}

void buffer_free(io_buffer *buffer)
{
    free(buffer->data);
    *buffer = (io_buffer){NULL, 0, 0, 0};
}
