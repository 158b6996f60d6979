/* server.c: asyncio's Server: listening sockets, until they are closed and the last of their connections is over. */
#include "server.h"

#include "accept.h"
#include "address.h"
#include "core/task.h"
#include "rules/rules.h"
#include "wait/gather.h"

#include <errno.h>
#include <stdio.h>

static void dispose_waiter(void *object) { object_release(&((server_waiter *)object)->future->object); }

static const custom_class waiter_class = {.name = "waiter", .dispose = dispose_waiter};

static void dispose(void *object)
{
    server_object *server = object;
    while (server->waiters) {
        server_waiter *waiter = server->waiters;
        server->waiters = waiter->next;
        object_release(&waiter->custom.object);
    }
    if (!server->closed && loop_running == server->loop) { /* dropped without having been closed */
        for (size_t i = 0; i < server->socket_count; i++) {
            watch_close(server->loop, server->sockets[i]);
        }
    }
    object_release(server->maker.held);
    wish_release(server->maker.wish);
}

static async_awaitable enter(async_object *object, const TracePlace *place);
static async_awaitable leave(async_object *object, async_value error);

const custom_class server_class = {.name = "Server", .dispose = dispose, .enter = enter, .exit = leave};

bool server_make(const server_maker *maker, void **self, async_object **held)
{
    if (maker->make) {
        *held = maker->make(maker->context);
        *self = *held;
    } else {
        return transport_protocol(maker->factory, maker->context, self, held);
    }
    return *self != NULL;
}

void server_attach(server_object *server) { server->active++; }

static void wake_up(server_object *server)
{
    server_waiter *oldest = NULL;
    while (server->waiters) { /* in the order in which they came */
        server_waiter *waiter = server->waiters;
        server->waiters = waiter->next;
        waiter->next = oldest;
        oldest = waiter;
    }
    server->woken = true;
    while (oldest) {
        server_waiter *next = oldest->next;
        if (oldest->future->state == FUTURE_PENDING) {
            future_finish(oldest->future, FUTURE_RESULT, async_none());
        }
        object_release(&oldest->custom.object);
        oldest = next;
    }
}

void server_detach(server_object *server)
{
    server->active--;
    if (server->active == 0 && server->closed && !server->woken) {
        wake_up(server);
    }
}

void server_close(server_object *server)
{
    if (server->closed) {
        return;
    }
    server->closed = true;
    for (size_t i = 0; i < server->socket_count; i++) {
        watch_close(server->loop, server->sockets[i]);
    }
    server->serving = false;
    if (server->forever && server->forever->state == FUTURE_PENDING) {
        future_cancel(server->forever, NULL);
        server->forever = NULL;
    }
    if (server->active == 0) {
        wake_up(server);
    }
}

/* ---- create_server ---- */

static void info_dispose(void *variables);

LIBRARY_CORO_WITH(create_server_getaddrinfo, "asyncio._create_server_getaddrinfo", info_dispose, address_list *list;)
{
    CORO_BEGIN;
    AWAIT(address_resolve(self->list));
    CORO_END;
}

static void info_dispose(void *variables)
{
    struct create_server_getaddrinfo_frame *self = variables;
    object_release(&self->list->custom.object);
}

/* 0, or a negative errno; what was opened is the server's. */
static int listen_at(server_object *server, const NetAddress *address)
{
    Poll *poll = loop_running->poll;
    int family = address_family(address);
    int descriptor = net_open(poll, address->port == NET_PATH ? NET_UNIX : NET_TCP, family);
    if (descriptor < 0) {
        return descriptor;
    }
    int error = net_bind(poll, descriptor, address);
    if (error < 0) {
        net_close(poll, descriptor);
        return error;
    }
    server->sockets[server->socket_count++] = descriptor;
    return 0;
}

/* Binds to all; the error that asyncio raises: a reference; or None. A port that is to be found is the same for all. */
static async_value bind_all(server_object *server, const address_list *list)
{
    for (size_t i = 0; i < list->count && server->socket_count < SERVER_SOCKETS; i++) {
        NetAddress address = list->addresses[i];
        int error = listen_at(server, &address);
        if (error < 0 && error != -EADDRNOTAVAIL && error != -EAFNOSUPPORT) {
            char text[256], name[128];
            async_value plain = error_of_system(-error, NULL);
            snprintf(text, sizeof text, "error while attempting to bind on address %s: [errno %d] %s",
                     net_text(&address, name, sizeof name), -error, async_error_message(plain));
            value_release(plain);
            return error_of_system(-error, text);
        }
    }
    return server->socket_count ? async_none() : error_new(&ASYNC_OS_ERROR, "could not bind on any address");
}

/* Server._start_serving(): the error, a reference; or None. */
static async_value start_serving(server_object *server)
{
    server->serving = true;
    for (size_t i = 0; i < server->socket_count; i++) {
        int error = -net_listen(server->loop->poll, server->sockets[i], SERVER_BACKLOG);
        if (!error) {
            outside_number(server->loop, server->sockets[i], OUTSIDE_LISTENER, 0);
            error = accept_begin(server, server->sockets[i]);
        }
        if (error) {
            return error_of_system(error, NULL);
        }
    }
    return async_none();
}

/* One task for each host, as asyncio has it; there is one. */
static async_awaitable look_up(address_list *list)
{
    async_awaitable task = custom_keep(call_at(ASYNC_HERE_(""), create_server_getaddrinfo, list), &list->custom.object);
    return gather_via(&task, 1, false, VIA_USER, NULL);
}

static void create_dispose(void *variables);

LIBRARY_CORO_WITH(create_server, "asyncio.BaseEventLoop.create_server", create_dispose, server_object *server; address_list * list;)
{
    CORO_BEGIN;
    RAISE_IF_ERROR(io_given(wish_why_not(self->server->maker.wish, "")));
    if (self->list->addresses[0].port != NET_PATH) {
        AWAIT(look_up(self->list));
    }
    RAISE_IF_ERROR(io_given(bind_all(self->server, self->list)));
    RAISE_IF_ERROR(io_given(start_serving(self->server)));
    AWAIT(async_sleep(0));
    CORO_RETURN(io_given((async_value){ASYNC_OBJECT, {.object = object_retain(&self->server->custom.object)}}));
    CORO_END;
}

static void create_dispose(void *variables)
{
    struct create_server_frame *self = variables;
    object_release(&self->server->custom.object);
    object_release(&self->list->custom.object);
}

async_coroutine server_create(const server_maker *maker, const async_address *address, const TracePlace *place)
{
    address_list *list = loop_running && io_of(loop_running) ? address_list_new(address, true) : NULL;
    server_object *server = list ? object_new(OBJECT_CUSTOM, sizeof *server) : NULL;
    if (!server) {
        object_release(list ? &list->custom.object : NULL);
        object_release(maker->held);
        wish_release(maker->wish);
        return error_out_of_memory().as.object;
    }
    server->custom.class = &server_class;
    server->maker = *maker;
    server->loop = loop_running;
    async_object *coroutine = call_at(place, create_server, server, list);
    if (coroutine->type != OBJECT_COROUTINE) {
        object_release(&server->custom.object);
        object_release(&list->custom.object);
    }
    return object_handle(coroutine);
}

async_coroutine async_create_server_(const async_protocol *protocol, async_protocol_factory factory, void *context, async_address address,
                                     const TracePlace *place)
{
    return server_create(&(server_maker){.protocol = protocol, .factory = factory, .context = context}, &address, place);
}

/* ---- Waiting for its end ---- */

static server_object *server_of(async_server object) { return custom_is(object, &server_class); }

static bool is_over(const server_object *server)
{
    return server->woken || (server->closed && !rule_holds(RULE_SERVER_WAITS)); /* 3.11 does not wait for connections once it is closed */
}

/* A future that is resolved when the server is closed and its connections are over; the server has a reference. NULL: out of memory. */
static future_object *join(server_object *server)
{
    future_object *future = io_future();
    server_waiter *waiter = future ? object_new(OBJECT_CUSTOM, sizeof *waiter) : NULL;
    if (!waiter) {
        object_release(future ? &future->object : NULL);
        return NULL;
    }
    waiter->custom.class = &waiter_class;
    waiter->future = future;
    waiter->next = server->waiters;
    server->waiters = waiter;
    return future;
}

static void server_dispose(void *variables);

LIBRARY_CORO_WITH(wait_closed, "asyncio.Server.wait_closed", server_dispose, server_object *server; future_object * future;)
{
    CORO_BEGIN;
    if (!is_over(self->server)) {
        self->future = join(self->server);
        if (!self->future) {
            RAISE_AGAIN(error_out_of_memory());
        }
        if (hooked(loop_running)) {
            uint32_t name = hook_text(loop_running, "the end of the server's connections");
            hook_emit(loop_running, EV_NAME, 0, 0, 0, future_ref(&self->future->object), name, 0);
        }
        object_retain(&self->future->object);
        AWAIT(&self->future->object);
    }
    CORO_END;
}

static async_coroutine wait_closed_of(server_object *server, const TracePlace *place)
{
    return custom_keep(call_at(place, wait_closed, server), &server->custom.object);
}

/* A reference; NULL: there is none behind it. */
static transport_object *transport_behind(const io_state *io, const io_member *member)
{
    bool is_last = !member->next || member->next == &io->members; /* or it has been taken out of the ring meanwhile */
    return is_last ? NULL
                   : (transport_object *)object_retain((async_object *)(void *)((char *)member->next - offsetof(transport_object, member)));
}

static void close_clients(server_object *server)
{
    const io_state *io = server->loop->io_state;
    transport_object *transport = io ? transport_behind(io, &io->members) : NULL;
    while (transport) { /* its reader may be the last to hold a transport, and goes when that is closed */
        transport_object *next = transport_behind(io, &transport->member);
        if (transport->server == server) {
            transport_close(transport);
        }
        object_release(&transport->custom.object);
        transport = next;
    }
}

LIBRARY_CORO_WITH(serve_forever, "asyncio.Server.serve_forever", server_dispose, server_object *server; future_object * future;
                  async_value error;)
{
    CORO_BEGIN;
    if (self->server->forever) {
        RAISE(ASYNC_RUNTIME_ERROR, "server is already being awaited on serve_forever()");
    }
    if (self->server->closed) {
        RAISE(ASYNC_RUNTIME_ERROR, "server is closed");
    }
    self->future = io_future();
    if (!self->future) {
        RAISE_AGAIN(error_out_of_memory());
    }
    self->server->forever = self->future;
    TRY {
        AWAIT(&self->future->object);
    }
    CATCH(ASYNC_CANCELLED_ERROR, self->error) {
        server_close(self->server);
        if (rule_holds(RULE_FOREVER_CLOSES_CLIENTS)) {
            close_clients(self->server);
        }
        AWAIT(wait_closed_of(self->server, ASYNC_HERE_("")));
        RAISE_AGAIN(self->error);
    }
    END_TRY;
    CORO_END;
}

static void server_dispose(void *variables)
{
    struct wait_closed_frame *self = variables; /* serve_forever begins like it */
    if (self->future && self->server->forever == self->future) {
        self->server->forever = NULL;
    }
    object_release(self->future ? &self->future->object : NULL);
    object_release(&self->server->custom.object);
}

LIBRARY_CORO_WITH(server_aexit, "asyncio.Server.__aexit__", server_dispose, server_object *server; future_object * future;)
{
    CORO_BEGIN;
    server_close(self->server);
    AWAIT(wait_closed_of(self->server, ASYNC_HERE_("")));
    CORO_END;
}

LIBRARY_CORO_WITH(server_aenter, "asyncio.Server.__aenter__", server_dispose, server_object *server; future_object * future;)
{
    CORO_BEGIN;
    CORO_END;
}

static async_awaitable enter(async_object *object, const TracePlace *place)
{
    return custom_keep(call_at(place, server_aenter, (server_object *)(void *)object), object);
}

static async_awaitable leave(async_object *object, async_value error)
{
    (void)error;
    return custom_keep(call_at(ASYNC_HERE_(""), server_aexit, (server_object *)(void *)object), object);
}

/* ---- The program's own ---- */

async_server async_server_of(async_value value) { return value.type == ASYNC_OBJECT ? object_handle(value.as.object) : NULL; }

static const char A_SERVER[] = "a server";

async_coroutine async_server_wait_closed_(async_server object, const TracePlace *place)
{
    server_object *server = server_of(object);
    return object_handle(server ? wait_closed_of(server, place) : custom_misused(object, A_SERVER).as.object);
}

async_coroutine async_server_serve_forever_(async_server object, const TracePlace *place)
{
    server_object *server = server_of(object);
    return object_handle(server ? custom_keep(call_at(place, serve_forever, server), &server->custom.object)
                                : custom_misused(object, A_SERVER).as.object);
}

void async_server_close(async_server object)
{
    server_object *server = server_of(object);
    if (server && loop_running == server->loop) {
        server_close(server);
    }
}

void async_server_close_clients(async_server object)
{
    server_object *server = server_of(object);
    if (server && loop_running == server->loop) {
        close_clients(server);
    }
}

bool async_server_is_serving(async_server object)
{
    const server_object *server = server_of(object);
    return server && server->serving;
}

int async_server_port(async_server object)
{
    const server_object *server = server_of(object);
    return server && !server->closed && server->socket_count ? async_port(server->sockets[0]) : 0;
}
