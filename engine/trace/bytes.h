/* bytes.h: numbers and events as little-endian bytes, on any machine. */
#ifndef LOOPSCOPE_TRACE_BYTES_H
#define LOOPSCOPE_TRACE_BYTES_H

#include "trace.h"

static inline void bytes_put32(unsigned char *bytes, uint32_t value)
{
    for (unsigned i = 0; i < 4; i++) {
        bytes[i] = (unsigned char)(value >> (8 * i));
    }
}

static inline uint32_t bytes_get32(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

/* Into 32 bytes. */
static inline void bytes_from_event(unsigned char *bytes, const Event *event)
{
    bytes[0] = event->kind;
    bytes[1] = event->detail;
    bytes[2] = (unsigned char)(event->flags & 0xff);
    bytes[3] = (unsigned char)(event->flags >> 8);
    bytes_put32(bytes + 4, event->by);
    bytes_put32(bytes + 8, (uint32_t)((uint64_t)event->t & 0xffffffffU));
    bytes_put32(bytes + 12, (uint32_t)((uint64_t)event->t >> 32));
    bytes_put32(bytes + 16, event->a);
    bytes_put32(bytes + 20, event->b);
    bytes_put32(bytes + 24, event->c);
    bytes_put32(bytes + 28, event->d);
}

static inline Event bytes_to_event(const unsigned char *bytes)
{
    return (Event){.kind = bytes[0],
                   .detail = bytes[1],
                   .flags = (uint16_t)(bytes[2] | bytes[3] << 8),
                   .by = bytes_get32(bytes + 4),
                   .t = (int64_t)((uint64_t)bytes_get32(bytes + 12) << 32 | bytes_get32(bytes + 8)),
                   .a = bytes_get32(bytes + 16),
                   .b = bytes_get32(bytes + 20),
                   .c = bytes_get32(bytes + 24),
                   .d = bytes_get32(bytes + 28)};
}

#endif
