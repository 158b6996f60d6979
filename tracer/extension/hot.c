/* hot.c: the methods of hooks.py that every step goes through: a handle runs, and the ready queue takes it and gives it. */
#include "extension.h"

static HandleKind *kind_of(PyObject *handle)
{
    for (int i = 0; i < HANDLE_KINDS; i++) {
        if (known.handles[i].type == (PyObject *)Py_TYPE(handle)) {
            return &known.handles[i];
        }
    }
    return NULL;
}

bool loop_is_here(const Watch *watch, PyObject *loop, bool runs)
{
    PyObject *thread = attribute(loop, known.names._thread_id);
    bool here = thread == Py_None && !runs;
    if (thread != NULL && thread != Py_None) {
        here = PyLong_AsUnsignedLong(thread) == watch->thread;
        PyErr_Clear();
    }
    Py_XDECREF(thread);
    return here;
}

static bool is_here(const Watch *watch, PyObject *handle, bool runs)
{
    PyObject *loop = attribute(handle, known.names._loop);
    bool here = loop != NULL && loop_is_here(watch, loop, runs);
    Py_XDECREF(loop);
    return here;
}

/* -- the ready queue */

static PyObject *append(PyObject *ready, PyObject *handle)
{
    Watch *watch = known.watched;
    if (watch == NULL || kind_of(handle) == NULL) {
        return PyObject_CallFunctionObjArgs(known.append, ready, handle, NULL);
    }
    if (watch->on) {
        Outcome outcome = UNCOMMON;
        /* Of a loop that does not run Python knows whether another one does. */
        if (watch_here(watch) && !watch->waiting && is_here(watch, handle, true)) {
            outcome = step_ready(watch, handle);
            outcome = outcome == UNCOMMON ? timer_due(watch, handle) : outcome;
        }
        if (outcome == UNCOMMON) {
            return PyObject_CallFunctionObjArgs(known.append, ready, handle, NULL);
        }
        if (outcome == FAILED && !watch_failed(watch)) {
            return NULL;
        }
    }
    return PyObject_CallFunctionObjArgs(known.deque_append, ready, handle, NULL);
}

static PyObject *popleft(PyObject *ready, PyObject *unused)
{
    (void)unused;
    Watch *watch = known.watched;
    if (watch == NULL || watch->batch_due) {
        return PyObject_CallFunctionObjArgs(known.popleft, ready, NULL);
    }
    PyObject *handle = PyObject_CallFunctionObjArgs(known.deque_popleft, ready, NULL);
    if (handle == NULL || kind_of(handle) == NULL) {
        return handle;
    }
    if (watch->on && PyThread_get_thread_ident() == watch->thread && !attribute_is(handle, known.names._cancelled, Py_False)) {
        PyObject *done = PyObject_CallMethodObjArgs((PyObject *)watch, known.names.skipped, handle, NULL);
        if (done == NULL && !watch_failed(watch)) {
            Py_DECREF(handle);
            return NULL;
        }
        Py_XDECREF(done);
    }
    if (PyObject_SetAttr(handle, known.names.loopscope_queued, Py_False) < 0) {
        PyErr_Clear();
    }
    return handle;
}

/* -- a handle runs */

static bool ask(Watch *watch, PyObject *method, PyObject *one, PyObject *other)
{
    PyObject *done = PyObject_CallMethodObjArgs((PyObject *)watch, method, one, other, NULL);
    Py_XDECREF(done);
    return done != NULL || watch_failed(watch);
}

/* A callback begins or ends that only a sleep has, so that nothing is to be found out about it: see run(). */
static Outcome callback_tells(Watch *watch, EventKind kind, PyObject *name, long long *ns)
{
    Event event = {.kind = (uint8_t)kind, .b = ref_of(name)};
    if (!watch_time(watch, ns)) {
        return FAILED;
    }
    event.t = *ns;
    return watch_put(watch, &event) ? DONE : FAILED;
}

static bool begin(Watch *watch, PyObject *task, PyObject *name, PyObject *handle, bool wakeup)
{
    long long ns;
    Outcome outcome = task == NULL ? callback_tells(watch, EV_CB, name, &ns) : step_begins(watch, task, name, handle, wakeup, &ns);
    if (outcome == FAILED && !watch_failed(watch)) {
        return false;
    }
    if (outcome == UNCOMMON && !ask(watch, known.names.step_begins, task, handle)) {
        return false;
    }
    if (watch->new_step == NULL || watch->new_step == Py_None) {
        return true;
    }
    if (outcome != DONE && !watch_time(watch, &ns)) {
        return watch_failed(watch);
    }
    PyObject *step = step_new(ns, name);
    if (step == NULL) {
        return watch_failed(watch);
    }
    replace(&watch->step, step);
    Py_DECREF(step);
    return true;
}

static bool end_of_step(Watch *watch, long long ns)
{
    Step *step = (Step *)watch->step;
    if (step == NULL || (PyObject *)step == Py_None) {
        return true;
    }
    if (Py_TYPE(step) != known.step_type || ns - step->began - step->blocked >= watch->long_step) {
        return ask(watch, known.names.step_was_long, NULL, NULL);
    }
    replace(&watch->step, NULL);
    return true;
}

/* The program's own error, if there is one, has been put aside. */
static bool end(Watch *watch, PyObject *task, PyObject *name)
{
    long long ns;
    if (!watch_time(watch, &ns)) {
        return watch_failed(watch);
    }
    if (!end_of_step(watch, ns)) {
        return false;
    }
    bool unfinished =
        watch->text != NULL && watch->text != Py_None && !(PyUnicode_Check(watch->text) && PyUnicode_GetLength(watch->text) == 0);
    if (unfinished && !ask(watch, known.names.end_output, NULL, NULL)) {
        return false;
    }
    Outcome outcome = !watch->on ? DONE : task == NULL ? callback_tells(watch, EV_CB_END, name, &ns) : step_ends(watch, task, name, ns);
    if (outcome == FAILED) {
        return watch_failed(watch);
    }
    return outcome == DONE || ask(watch, known.names.step_ends, task, NULL);
}

/* task: NULL when it is a callback that runs; name: the task's, or the handle's. */
static PyObject *run_step(Watch *watch, PyObject *handle, PyObject *plain, PyObject *task, PyObject *name, bool wakeup)
{
    PyObject *before = watch->by, *type, *error, *trace;
    Py_XINCREF(before);
    replace(&watch->by, name);
    PyObject *result = begin(watch, task, name, handle, wakeup) ? PyObject_CallFunctionObjArgs(plain, handle, NULL) : NULL;
    PyErr_Fetch(&type, &error, &trace);
    bool well = !watch->on || end(watch, task, name);
    replace(&watch->by, before);
    Py_XDECREF(before);
    if (well) {
        PyErr_Restore(type, error, trace);
        return result;
    }
    Py_XDECREF(type); /* an interrupt, which takes the place of what there was */
    Py_XDECREF(error);
    Py_XDECREF(trace);
    Py_XDECREF(result);
    return NULL;
}

static PyObject *run(PyObject *handle, PyObject *unused)
{
    (void)unused;
    Watch *watch = known.watched;
    HandleKind *kind = kind_of(handle);
    if (kind == NULL || !watch_here(watch) || !is_here(watch, handle, false)) {
        return PyObject_CallFunctionObjArgs(known.run, handle, NULL);
    }
    PyObject *callback = attribute(handle, known.names._callback), *task = NULL;
    const bool sleeps = callback == known.resolves;
    bool wakeup = false, found = callback != NULL && !sleeps && task_of(callback, &task, &wakeup);
    Py_XDECREF(callback);
    PyObject *name = found || sleeps ? attribute(sleeps ? handle : task, known.names.loopscope_name) : NULL;
    PyObject *entry = name != NULL ? attribute(handle, known.names.loopscope_name) : NULL;
    PyObject *result;
    if (entry == NULL || entry == Py_None || name == Py_None) {
        result = PyObject_CallFunctionObjArgs(known.run, handle, NULL);
    } else {
        Py_INCREF((PyObject *)watch); /* another may be watched when this step ends */
        result = run_step(watch, handle, kind->run, task, name, wakeup);
        Py_DECREF((PyObject *)watch);
    }
    Py_XDECREF(entry);
    Py_XDECREF(name);
    if (found) {
        Py_DECREF(task);
    }
    return result;
}

PyMethodDef hot_methods[] = {
    {"append", append, METH_O, "Add an element to the right side of the deque."},
    {"popleft", popleft, METH_NOARGS, "Remove and return the leftmost element."},
    {"_run", run, METH_NOARGS, NULL},
    {"_run_once", run_once, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};
