/* connect.h: from an address to a socket that is connected to it. */
#ifndef LOOPSCOPE_CONNECT_H
#define LOOPSCOPE_CONNECT_H

#include "io.h"

/* A coroutine object: loop.sock_connect() to an address that need not be looked up. */
async_coroutine sock_connect_plain(int descriptor, const NetAddress *address);

#endif
