/* address.h: from what a program calls a host to the addresses that sockets know. */
#ifndef LOOPSCOPE_ADDRESS_H
#define LOOPSCOPE_ADDRESS_H

#include "io.h"

/* False: it is a name that has to be looked up. */
bool address_is_plain(const async_address *address, NetAddress *out);
int address_family(const NetAddress *address); /* AF_INET, AF_INET6, AF_UNIX */

/* The list of the value, whose reference is taken over, and of where it came from: the host and the port. A reference; or MemoryError. */
async_value address_with(async_value value, const NetAddress *from);
async_address address_given(const NetAddress *address); /* as programs have it; as long as the other is there */

enum { ADDRESS_MOST = 8 };
/* What a name stands for. */
typedef struct address_list {
    custom_object custom;
    size_t count;
    NetAddress addresses[ADDRESS_MOST];
    int error; /* of getaddrinfo(); 0: none */
    char name[256];
    int port;
    bool passive; /* to listen at */
} address_list;
address_list *address_list_new(const async_address *address, bool passive); /* one reference; NULL: out of memory */
/* A coroutine object that fills the list, at once if there is nothing to look up: asyncio's _ensure_resolved. It raises a gaierror. */
async_coroutine address_resolve(address_list *list);

#endif
