/* real.h: sockets of the system. As net.h says, without the choice. */
#ifndef LOOPSCOPE_NET_REAL_H
#define LOOPSCOPE_NET_REAL_H

#include "net.h"

int real_open(NetKind kind, int family);
int real_pair(int pair[2]);
int real_pipe(int ends[2]);
NetSort real_sort(int descriptor);
int real_bind(int descriptor, const NetAddress *address);
int real_forget_path(const char *path);
int real_listen(int descriptor, int backlog);
int real_connect(int descriptor, const NetAddress *address);
int real_accept(int descriptor);
int real_error(int descriptor);
int real_finish(int descriptor);
int real_close(int descriptor);
int real_name(int descriptor, bool peer, NetAddress *address);
ssize_t real_receive(int descriptor, void *data, size_t size); /* also of what is no socket */
ssize_t real_receive_both(int descriptor, void *first, size_t first_size, void *rest, size_t rest_size);
ssize_t real_send(int descriptor, const void *data, size_t size);
ssize_t real_send_to(int descriptor, const void *data, size_t size, const NetAddress *address);
ssize_t real_receive_from(int descriptor, void *data, size_t size, NetAddress *address);
void real_no_delay(int descriptor);
bool real_is_written(int descriptor);
void real_never_blocks(int descriptor);

#endif
