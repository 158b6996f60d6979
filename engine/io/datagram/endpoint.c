/* endpoint.c: create_datagram_endpoint: from addresses to a socket that sends and receives datagrams, and its transport. */
#include "io/address.h"
#include "io/connect.h"

#include "core/report.h"
#include "datagram.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>

/* Where it is bound, whom it sends to; NULL: not given. References. */
typedef struct endpoint {
    address_list *local, *remote;
} endpoint;

/* A socket that is bound, of the same family as both addresses. A descriptor, or a negative errno. */
static int open_at(const NetAddress *local, const NetAddress *remote)
{
    Poll *poll = loop_running->poll;
    int family = address_family(local ? local : remote);
    int descriptor = net_open(poll, family == AF_UNIX ? NET_UNIX_DATAGRAMS : NET_UDP, family);
    int error = local && descriptor >= 0 ? net_bind(poll, descriptor, local) : 0;
    if (error < 0) {
        net_close(poll, descriptor);
        return error;
    }
    return descriptor;
}

/* The next pair of addresses of one family, from *at on, which moves behind it. False: there is no more. */
static bool next_pair(const endpoint *of, size_t *at, const NetAddress **local, const NetAddress **remote)
{
    const address_list *first = of->local ? of->local : of->remote;
    while (first && *at < first->count) {
        const NetAddress *one = &first->addresses[(*at)++];
        *local = of->local ? one : NULL;
        *remote = of->local ? NULL : one;
        if (!of->local || !of->remote) {
            return true;
        }
        for (size_t i = 0; i < of->remote->count; i++) {
            if (address_family(&of->remote->addresses[i]) == address_family(one)) {
                *remote = &of->remote->addresses[i];
                return true;
            }
        }
    }
    return false;
}

static bool is_at_path(const endpoint *of) { return (of->local ? of->local : of->remote)->port == ASYNC_NO_PORT; }

/* As asyncio, it takes the place of a socket that was left over there, or that is there. */
static void clear_path(const address_list *local)
{
    int error = local ? net_forget_path(loop_running->poll, local->name) : 0;
    if (error) {
        report_say("Unable to check or remove stale UNIX socket '%s': errno %d\n", local->name, -error);
    }
}

static void endpoint_dispose(void *variables);

LIBRARY_CORO_WITH(create_datagram_endpoint, "asyncio.BaseEventLoop.create_datagram_endpoint", endpoint_dispose, endpoint of;
                  const async_protocol *protocol; async_protocol_factory factory; void *context; int opened; size_t next;
                  const NetAddress *local; const NetAddress *remote; void *self_; async_object * held; future_object * waiter;
                  transport_object * transport; async_value error, first_error;)
{
    CORO_BEGIN;
    self->opened = -1;
    self->error = self->first_error = async_none();
    if (!self->of.local && !self->of.remote) {
        RAISE(ASYNC_VALUE_ERROR, "unexpected address family");
    }
    if (is_at_path(&self->of)) {
        if ((self->of.local && !self->of.local->count) || (self->of.remote && !self->of.remote->count)) {
            RAISE(ASYNC_OS_ERROR, "AF_UNIX path too long");
        }
        clear_path(self->of.local);
    } else {
        if (self->of.local) {
            AWAIT(address_resolve(self->of.local));
        }
        if (self->of.remote) {
            AWAIT(address_resolve(self->of.remote));
        }
    }
    while (self->opened < 0 && next_pair(&self->of, &self->next, &self->local, &self->remote)) {
        self->opened = open_at(self->local, self->remote);
        if (self->opened < 0) {
            self->error = io_error(-self->opened);
        } else if (self->remote) {
            TRY {
                AWAIT(sock_connect_plain(self->opened, self->remote));
            }
            CATCH(ASYNC_OS_ERROR, self->error) {
                watch_close(loop_running, self->opened);
                self->opened = -1;
            }
            END_TRY;
        }
        self->first_error = self->first_error.type == ASYNC_ERROR ? self->first_error : self->error;
    }
    if (self->opened < 0) {
        if (self->first_error.type == ASYNC_ERROR) {
            RAISE_AGAIN(self->first_error);
        }
        RAISE(ASYNC_VALUE_ERROR, "can not get address information");
    }
    if (!transport_protocol(self->factory, self->context, &self->self_, &self->held) || !(self->waiter = io_waiter())) {
        RAISE_AGAIN(error_out_of_memory());
    }
    self->transport = datagram_transport(self->opened, self->protocol, self->self_, self->held, self->waiter, self->remote);
    self->opened = -1;
    if (!self->transport) {
        RAISE_AGAIN(error_out_of_memory());
    }
    TRY {
        AWAIT(&self->waiter->object);
    }
    CATCH(ASYNC_BASE_EXCEPTION, self->error) {
        transport_close(self->transport);
        RAISE_AGAIN(self->error);
    }
    END_TRY;
    CORO_RETURN(io_given((async_value){ASYNC_OBJECT, {.object = object_retain(&self->transport->custom.object)}}));
    CORO_END;
}

static void endpoint_dispose(void *variables)
{
    struct create_datagram_endpoint_frame *self = variables;
    if (self->opened >= 0 && loop_running) {
        watch_close(loop_running, self->opened);
    }
    object_release(self->held);
    object_release(self->of.local ? &self->of.local->custom.object : NULL);
    object_release(self->of.remote ? &self->of.remote->custom.object : NULL);
    object_release(self->waiter ? &self->waiter->object : NULL);
    object_release(self->transport ? &self->transport->custom.object : NULL);
}

static bool is_given(const async_address *address) { return address->host || address->port != ASYNC_NO_PORT; }

async_coroutine async_create_datagram_endpoint_(const async_protocol *protocol, async_protocol_factory factory, void *context,
                                                async_address local, async_address remote, const TracePlace *place)
{
    bool here = is_given(&local), there = is_given(&remote);
    if (here && there && (local.port == ASYNC_NO_PORT) != (remote.port == ASYNC_NO_PORT)) {
        return async_error(&ASYNC_TYPE_ERROR, "both ends of datagrams are at a path, or both at a host and a port").as.object;
    }
    bool runs = loop_running && io_of(loop_running);
    endpoint of = {runs && here ? address_list_new(&local, true) : NULL, runs && there ? address_list_new(&remote, false) : NULL};
    bool made = runs && (!here || of.local) && (!there || of.remote);
    async_object *coroutine =
        made ? call_at(place, create_datagram_endpoint, of, protocol, factory, context, -1) : error_out_of_memory().as.object;
    if (coroutine->type != OBJECT_COROUTINE) {
        object_release(of.local ? &of.local->custom.object : NULL);
        object_release(of.remote ? &of.remote->custom.object : NULL);
    }
    return object_handle(coroutine);
}
