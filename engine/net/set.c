/* set.c: which simulated sockets are ready, in the order in which epoll would tell it. */
#include "simulated.h"

#include "poll/happening.h"

#include <errno.h>
#include <stdlib.h>

static SimNet *net_of(PollSet *set) { return (SimNet *)(void *)set; }

/* epoll's list: at its end whatever became ready; whoever is told of goes to the end again, and leaves when it is found not ready. */
static void list(SimSocket *of)
{
    SimNet *net = of->net;
    if (!of->listed) {
        of->listed = true;
        of->listed_next = NULL;
        of->references++;
        *net->listed_last = of;
        net->listed_last = &of->listed_next;
    }
}

void sim_changed(SimSocket *of)
{
    if (of->open && (sim_ready(of) & of->watched)) {
        list(of);
    }
}

static int watch(PollSet *set, int descriptor, unsigned before, unsigned events)
{
    (void)before;
    SimSocket *of = sim_socket(net_of(set)->poll, descriptor);
    if (!of) {
        return events ? EBADF : 0;
    }
    of->watched = events;
    sim_changed(of);
    return 0;
}

static SimSocket *take(SimNet *net)
{
    SimSocket *of = net->listed;
    net->listed = of->listed_next;
    if (!net->listed) {
        net->listed_last = &net->listed;
    }
    of->listed = false;
    return of;
}

static unsigned found(const SimSocket *of) { return of->open ? sim_ready(of) & of->watched : 0; }

static int look(PollSet *set, int64_t timeout)
{
    (void)timeout;
    SimNet *net = net_of(set);
    set->count = 0;
    SimSocket *again = NULL, **again_last = &again; /* those told of, which go to the end together */
    while (net->listed && set->count < set->capacity) {
        SimSocket *of = take(net);
        unsigned events = found(of);
        if (!events) {
            sim_release(of);
            continue;
        }
        set->ready[set->count++] = (PollReady){of->descriptor, events};
        of->listed = true;
        of->listed_next = NULL;
        *again_last = of;
        again_last = &of->listed_next;
    }
    if (again) {
        *net->listed_last = again;
        net->listed_last = again_last;
    }
    return 0;
}

static bool any_is_ready(PollSet *set)
{
    const SimNet *net = net_of(set);
    for (const SimSocket *of = net->listed; of; of = of->listed_next) {
        if (found(of)) {
            return true;
        }
    }
    return false;
}

static void close_set(PollSet *set)
{
    SimNet *net = net_of(set);
    for (size_t i = 0; i < net->count; i++) {
        if (net->sockets[i]) {
            sim_close(net->poll, net->sockets[i]->descriptor);
        }
    }
    while (net->poll->happening_count > 0) { /* what is on its way arrives nowhere */
        PollHappening next = happening_take(net->poll);
        next.happen(next.context, next.when);
    }
    while (net->listed) {
        sim_release(take(net));
    }
    net->poll->set = NULL;
    free(net->sockets);
    free(net);
}

static const PollSetClass class = {.watch = watch, .wait = look, .is_ready = any_is_ready, .close = close_set};

void sim_set_begin(SimNet *net)
{
    net->set.class = &class;
    net->listed_last = &net->listed;
    net->poll->set = &net->set;
}
