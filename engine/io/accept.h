/* accept.h: connections that come to a server. */
#ifndef LOOPSCOPE_ACCEPT_H
#define LOOPSCOPE_ACCEPT_H

#include "server.h"

/* asyncio's _start_serving: from now on each connection that comes gets a task that makes its transport. 0, or errno. */
int accept_begin(server_object *server, int descriptor);

#endif
