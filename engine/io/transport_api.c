/* transport_api.c: what a program asks of a transport. */
#include "transport.h"

static transport_object *open_one(async_transport object)
{
    transport_object *transport = custom_is(object, &transport_class);
    return transport && transport->descriptor >= 0 && loop_running ? transport : NULL;
}

async_value transport_raises(async_value error)
{
    if (error.type == ASYNC_ERROR) {
        error = io_given(error);
        async_callback_failed(error);
    }
    return error;
}

async_value async_transport_write(async_transport object, const void *data, size_t size)
{
    transport_object *transport = custom_is(object, &transport_class);
    return transport && loop_running ? transport_raises(transport_write(transport, data, size)) : async_none();
}

async_value async_transport_write_eof(async_transport object)
{
    transport_object *transport = open_one(object);
    return transport ? io_given(transport_write_eof(transport)) : async_none();
}

void async_transport_close(async_transport object)
{
    transport_object *transport = open_one(object);
    if (transport) {
        transport_close(transport);
    }
}

void async_transport_abort(async_transport object)
{
    transport_object *transport = open_one(object);
    if (transport) {
        transport_force_close(transport, async_none());
    }
}

bool async_transport_is_closing(async_transport object)
{
    const transport_object *transport = custom_is(object, &transport_class);
    return !transport || transport_is_closing(transport);
}

void async_transport_pause_reading(async_transport object)
{
    transport_object *transport = open_one(object);
    if (transport) {
        transport_pause_reading(transport);
    }
}

void async_transport_resume_reading(async_transport object)
{
    transport_object *transport = open_one(object);
    if (transport) {
        transport_resume_reading(transport);
    }
}

size_t async_transport_buffer_size(async_transport object)
{
    const transport_object *transport = custom_is(object, &transport_class);
    return transport ? transport_waiting(transport) : 0;
}

void async_transport_set_limits(async_transport object, size_t high, size_t low)
{
    transport_object *transport = open_one(object);
    if (transport && high >= low) {
        transport->high = high;
        transport->low = low;
        if (transport->layer) {
            transport->layer->limits_changed(transport);
        } else {
            transport_maybe_pause(transport);
        }
    }
}

int async_transport_descriptor(async_transport object)
{
    const transport_object *transport = custom_is(object, &transport_class);
    return transport ? transport->descriptor : -1;
}

const char *async_transport_peer(async_transport object, char *buffer, size_t size)
{
    const transport_object *transport = open_one(object);
    NetAddress address = {"", NET_PATH};
    if (transport) {
        net_name(loop_running->poll, transport->descriptor, true, &address);
    }
    return net_text(&address, buffer, size);
}
