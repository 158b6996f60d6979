/* buffer.c: bytes that wait, in the order in which they came. */
#include "transport.h"

#include <string.h>

static string_object *block_new(size_t capacity)
{
    string_object *block = object_new(OBJECT_STR, sizeof(string_object) + capacity + 1);
    if (block) {
        block->length = capacity;
    }
    return block;
}

static size_t capacity_of(const io_buffer *buffer) { return buffer->block ? buffer->block->length : 0; }

bool buffer_make_room(io_buffer *buffer, size_t size)
{
    if (buffer->start + buffer->count + size <= capacity_of(buffer)) {
        return true;
    }
    if (buffer->block && buffer->count + size <= capacity_of(buffer) &&
        buffer->start >= buffer->count) { /* what is moved was dropped before: cheap in all */
        memmove(buffer->block->text, buffer_bytes(buffer), buffer->count);
        buffer->start = 0;
        return true;
    }
    size_t capacity = buffer->count ? (buffer->count + size) * 2 : size;
    string_object *grown = block_new(capacity);
    if (!grown) {
        return false;
    }
    if (buffer->count) {
        memcpy(grown->text, buffer_bytes(buffer), buffer->count);
    }
    size_t count = buffer->count;
    buffer_free(buffer);
    *buffer = (io_buffer){grown, 0, count};
    return true;
}

bool buffer_add(io_buffer *buffer, const void *data, size_t size)
{
    if (!buffer_make_room(buffer, size)) {
        return false;
    }
    if (size > 0) {
        memcpy(buffer_bytes(buffer) + buffer->count, data, size);
        buffer->count += size;
    }
    return true;
}

/* What is empty goes back: connections that are idle should cost little. */
void buffer_drop(io_buffer *buffer, size_t count)
{
    buffer->start += count;
    buffer->count -= count;
    if (buffer->count == 0) {
        buffer_free(buffer);
    }
}

void buffer_free(io_buffer *buffer)
{
    object_release(buffer->block ? &buffer->block->object : NULL);
    *buffer = (io_buffer){.block = NULL};
}

string_object *buffer_take(io_buffer *buffer, size_t count)
{
    bool as_it_is = buffer->start == 0 && count == buffer->count && count > capacity_of(buffer) / 2;
    string_object *bytes = as_it_is ? buffer->block : bytes_new(buffer->count ? buffer_bytes(buffer) : NULL, count);
    if (as_it_is) {
        bytes->length = count;
        bytes->text[count] = '\0';
        *buffer = (io_buffer){.block = NULL};
    } else if (bytes) {
        buffer_drop(buffer, count);
    }
    return bytes;
}
