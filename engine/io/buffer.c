/* buffer.c: bytes that wait, in the order in which they came. */
#include "transport.h"

#include <assert.h>
#include <string.h>

enum { LARGE = 4096 }; /* bytes: what is copied once less, and what is worth giving back */

static void *block_of(const io_buffer *buffer) { return buffer->data - (buffer->has_head ? sizeof(string_object) : 0); }

bool buffer_make_room(io_buffer *buffer, size_t size)
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
    size_t head = capacity < LARGE ? 0 : sizeof(string_object);
    uint8_t size_class;
    char *grown = pool_grow_plain(NULL, 0, head + capacity + (head > 0), &size_class);
    if (!grown) {
        return false;
    }
    grown += head;
    if (buffer->count) {
        memcpy(grown, buffer_bytes(buffer), buffer->count);
    }
    size_t count = buffer->count;
    buffer_free(buffer);
    *buffer = (io_buffer){grown, 0, count, capacity, size_class, head > 0};
    return true;
}

bool buffer_add(io_buffer *buffer, const void *data, size_t size)
{
    if (!buffer_make_room(buffer, size)) {
        return false;
    }
    memcpy(buffer_bytes(buffer) + buffer->count, data, size);
    buffer->count += size;
    return true;
}

/* What is empty and large goes back: connections that are idle should cost little. */
void buffer_drop(io_buffer *buffer, size_t count)
{
    buffer->start += count;
    buffer->count -= count;
    if (buffer->count == 0) {
        buffer->start = 0;
        if (buffer->capacity > LARGE) {
            buffer_free(buffer);
        }
    }
}

void buffer_free(io_buffer *buffer)
{
    if (buffer->data) {
        pool_give_plain(block_of(buffer), buffer->size_class);
    }
    *buffer = (io_buffer){.data = NULL};
}

string_object *buffer_take(io_buffer *buffer, size_t count)
{
    bool as_it_is = buffer->has_head && buffer->start == 0 && count == buffer->count && count > buffer->capacity / 2;
    string_object *bytes = as_it_is ? block_of(buffer) : bytes_new(buffer->count ? buffer_bytes(buffer) : NULL, count);
    if (as_it_is) {
        assert(buffer->size_class == POOL_LARGE && "it goes back as large bytes do");
        bytes->object.generation = 0; /* nobody names it */
        object_begin(&bytes->object, OBJECT_STR, buffer->size_class);
        bytes->length = count;
        bytes->text[count] = '\0';
        *buffer = (io_buffer){.data = NULL};
    } else if (bytes) {
        buffer_drop(buffer, count);
    }
    return bytes;
}
