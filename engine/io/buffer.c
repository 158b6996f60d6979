/* buffer.c: bytes that wait, in the order in which they came. */
#include "transport.h"

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
    size_t capacity = buffer->count + size < 256 ? 512 : buffer->count ? (buffer->count + size) * 2 : size;
    uint8_t size_class;
    char *grown = pool_grow_plain(NULL, 0, capacity, &size_class);
    if (!grown) {
        return false;
    }
    if (buffer->count) {
        memcpy(grown, buffer_bytes(buffer), buffer->count);
    }
    size_t count = buffer->count;
    buffer_free(buffer);
    *buffer = (io_buffer){grown, 0, count, capacity, size_class};
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
    if (buffer->data) {
        pool_give_plain(buffer->data, buffer->size_class);
    }
    *buffer = (io_buffer){NULL, 0, 0, 0, 0};
}
