/* turns.c: a turn of the loop begins and ends: select() of hooks.py where the loop waits for nothing, and _run_once(). */
#include "extension.h"

#include "trace/stream.h"

enum {
    OFTEN = 20 * 1000 * 1000,
    MANY = 4000
}; /* as in loopscope_trace/writer.py, where it is said again what comes of them: ns, and records */

/* An event that says how many handles are ready. */
static bool tell(Watch *watch, PyObject *loop, EventKind kind, long long *ns)
{
    PyObject *ready = attribute(loop, known.names._ready);
    Py_ssize_t length = ready == NULL ? 0 : PyObject_Size(ready);
    Py_XDECREF(ready);
    if (length < 0 || !watch_time(watch, ns)) {
        return false;
    }
    Event event = {.kind = (uint8_t)kind, .t = *ns, .a = (uint32_t)watch->turn, .b = (uint32_t)length};
    return watch_put(watch, &event);
}

static bool flush_in_time(Watch *watch, long long ns)
{
    if (ns - watch->flushed_at <= OFTEN && ((Records *)watch->records)->count <= MANY && PyObject_Size(watch->queue) <= 0) {
        return true;
    }
    watch->flushed_at = ns;
    PyObject *writer = PyObject_GetAttr((PyObject *)watch, known.names.writer), *now = PyLong_FromLongLong(ns);
    PyObject *done = writer == NULL || now == NULL ? NULL : PyObject_CallMethodObjArgs(writer, known.names.flush_in_time, now, NULL);
    Py_XDECREF(done);
    Py_XDECREF(now);
    Py_XDECREF(writer);
    return done != NULL;
}

/* turn(loop, select): what select(0) gives, or NotImplemented when it is to be called by hooks.py. */
PyObject *turn(PyObject *self, PyObject *args)
{
    (void)self;
    PyObject *loop, *select;
    if (!PyArg_ParseTuple(args, "OO:turn", &loop, &select)) {
        return NULL;
    }
    Watch *watch = known.watched;
    if (!watch_here(watch) || !loop_is_here(watch, loop, false)) {
        Py_INCREF(Py_NotImplemented);
        return Py_NotImplemented;
    }
    Py_INCREF((PyObject *)watch);
    long long ns;
    watch->turn++;
    PyObject *happened = NULL;
    if ((tell(watch, loop, EV_ITER, &ns) && flush_in_time(watch, ns)) || watch_failed(watch)) {
        watch->waiting = watch_is_real(watch);
        happened = call_one(select, known.zero);
        watch->waiting = false;
    }
    Py_DECREF((PyObject *)watch);
    return happened;
}

PyObject *run_once(PyObject *loop, PyObject *unused)
{
    (void)unused;
    Watch *watch = known.watched;
    if (!watch_here(watch)) {
        return call_one(known.run_once, loop);
    }
    PyObject *outer = known.turning;
    unsigned long outer_in = known.turning_in, mine = watch->thread;
    known.turning = loop_is_here(watch, loop, true) ? loop : NULL;
    known.turning_in = mine;
    PyObject *done = call_one(known.plain_run_once, loop);
    known.turning = outer_in == mine ? outer : NULL; /* another thread's may be over by now */
    known.turning_in = outer_in;
    watch = known.watched;
    long long ns;
    if (done == NULL || !watch_here(watch) || !loop_is_here(watch, loop, false) || tell(watch, loop, EV_ITER_END, &ns) ||
        watch_failed(watch)) {
        return done;
    }
    Py_DECREF(done);
    return NULL;
}
