/* address.c: from what a program calls a host to the addresses that sockets know: getaddrinfo, in a thread of the pool. */
#include "address.h"

#include "executor.h"

#include <arpa/inet.h>
#include <errno.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

int address_family(const NetAddress *address)
{
    return address->port == NET_PATH ? AF_UNIX : strchr(address->host, ':') ? AF_INET6 : AF_INET;
}

bool address_is_plain(const async_address *address, NetAddress *out)
{
    unsigned char bytes[sizeof(struct in6_addr)];
    const char *host = address->host ? address->host : "";
    *out = (NetAddress){"", address->port == ASYNC_NO_PORT ? NET_PATH : address->port};
    bool plain = address->port == ASYNC_NO_PORT || inet_pton(AF_INET, host, bytes) == 1 || inet_pton(AF_INET6, host, bytes) == 1;
    if (!plain || strlen(host) >= sizeof out->host) {
        return false;
    }
    memcpy(out->host, host, strlen(host) + 1);
    return true;
}

async_address address_given(const NetAddress *address)
{
    if (address->port == NET_PATH && !address->host[0]) {
        return ASYNC_NOWHERE; /* a socket at no path */
    }
    return (async_address){address->host, address->port == NET_PATH ? ASYNC_NO_PORT : address->port};
}

/* The list of the two, whose references are taken over. */
static async_value pair_of(async_value one, async_value other)
{
    list_object *list = object_new(OBJECT_LIST, sizeof *list + 2 * sizeof *list->items);
    if (!list) {
        value_release(one);
        value_release(other);
        return error_out_of_memory();
    }
    list->count = 2;
    list->items[0] = one;
    list->items[1] = other;
    return (async_value){ASYNC_LIST, {.object = &list->object}};
}

async_value address_with(async_value value, const NetAddress *from)
{
    string_object *host = string_new(from->host);
    async_value address = host ? pair_of(string_value(host), async_int(from->port)) : error_out_of_memory();
    if (address.type == ASYNC_ERROR) {
        value_release(value);
        return address;
    }
    return pair_of(value, address);
}

async_address async_from(async_value received)
{
    async_value address = async_item(received, 1), port = async_item(address, 1);
    if (port.type == ASYNC_INT && port.as.integer == ASYNC_NO_PORT && async_length(async_item(address, 0)) == 0) {
        return ASYNC_NOWHERE;
    }
    return (async_address){async_data(async_item(address, 0)), port.type == ASYNC_INT ? (int)port.as.integer : ASYNC_NO_PORT};
}

static const custom_class list_class = {.name = "addresses"};

address_list *address_list_new(const async_address *address, bool passive)
{
    address_list *list = object_new(OBJECT_CUSTOM, sizeof *list);
    if (list) {
        list->custom.class = &list_class;
        list->port = address->port;
        list->passive = passive;
        snprintf(list->name, sizeof list->name, "%s", address->host ? address->host : "");
        list->count = address_is_plain(address, &list->addresses[0]) ? 1 : 0;
    }
    return list;
}

static void add(address_list *list, const struct sockaddr *of)
{
    if (list->count == ADDRESS_MOST || (of->sa_family != AF_INET && of->sa_family != AF_INET6)) {
        return;
    }
    NetAddress *to = &list->addresses[list->count++];
    *to = (NetAddress){"", list->port};
    const void *bytes = of->sa_family == AF_INET ? (const void *)&((const struct sockaddr_in *)(const void *)of)->sin_addr
                                                 : (const void *)&((const struct sockaddr_in6 *)(const void *)of)->sin6_addr;
    inet_ntop(of->sa_family, bytes, to->host, sizeof to->host);
}

/* In a thread: the list is nobody else's meanwhile. */
static int64_t getaddrinfo_(void *context)
{
    address_list *list = context;
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = list->passive ? AI_PASSIVE : 0}, *found = NULL;
    list->error = getaddrinfo(list->name[0] ? list->name : NULL, list->name[0] && !list->passive ? NULL : "0", &hints, &found);
    for (const struct addrinfo *at = found; !list->error && at; at = at->ai_next) {
        add(list, at->ai_addr);
    }
    if (found) {
        freeaddrinfo(found);
    }
    if (list->error) {
        async_thread_failed(&ASYNC_GAI_ERROR, "%s", gai_strerror(list->error));
    }
    return (int64_t)list->count;
}

/* In virtual time each name is that of the machine itself: its network has one. */
static int64_t getaddrinfo_simulated(void *context)
{
    address_list *list = context;
    list->addresses[0] = (NetAddress){"127.0.0.1", list->port};
    list->count = 1;
    return 1;
}

static void resolve_dispose(void *variables);

LIBRARY_CORO_WITH(ensure_resolved, "asyncio.BaseEventLoop._ensure_resolved", resolve_dispose, address_list *list; future_object * future;)
{
    CORO_BEGIN;
    if (self->list->count == 0) {
        self->future = executor_call(loop_running, loop_running->poll->real ? getaddrinfo_ : getaddrinfo_simulated, self->list,
                                     &self->list->custom.object, "getaddrinfo");
        if (!self->future) {
            RAISE_AGAIN(error_out_of_memory());
        }
        AWAIT(&self->future->object);
    }
    CORO_END;
}

static void resolve_dispose(void *variables)
{
    struct ensure_resolved_frame *self = variables;
    object_release(self->future ? &self->future->object : NULL);
    object_release(&self->list->custom.object);
}

async_coroutine address_resolve(address_list *list)
{
    return custom_keep(call_at(ASYNC_HERE_(""), ensure_resolved, list), &list->custom.object);
}
