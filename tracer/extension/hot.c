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
    if (loop == known.turning && known.turning_in == watch->thread) {
        return true;
    }
    PyObject *thread = attribute(loop, known.names._thread_id);
    bool here = thread == Py_None && !runs;
    if (thread != NULL && thread != Py_None) {
        here = PyLong_AsUnsignedLong(thread) == watch->thread;
        PyErr_Clear();
    }
    Py_XDECREF(thread);
    return here;
}

static bool is_here(const Watch *watch, PyObject *handle, const HandleKind *kind, bool runs)
{
    PyObject *loop = slot(handle, kind->slots[HANDLE_LOOP]);
    return loop != NULL && loop_is_here(watch, loop, runs);
}

/* -- the ready queue */

static PyObject *append(PyObject *ready, PyObject *handle)
{
    Watch *watch = known.watched;
    HandleKind *kind = kind_of(handle);
    if (watch == NULL || kind == NULL) {
        return PyObject_CallFunctionObjArgs(known.append, ready, handle, NULL);
    }
    if (watch->on) {
        Outcome outcome = UNCOMMON;
        /* Of a loop that does not run Python knows whether another one does. */
        if (watch_here(watch) && !watch->waiting && is_here(watch, handle, kind, true)) {
            outcome = step_ready(watch, handle, kind);
            outcome = outcome == UNCOMMON ? timer_due(watch, handle) : outcome;
        }
        if (outcome == UNCOMMON) {
            return PyObject_CallFunctionObjArgs(known.append, ready, handle, NULL);
        }
        if (outcome == FAILED && !watch_failed(watch)) {
            return NULL;
        }
    }
    return known.append_to_deque != NULL ? known.append_to_deque(ready, handle)
                                         : PyObject_CallFunctionObjArgs(known.deque_append, ready, handle, NULL);
}

static PyObject *popleft(PyObject *ready, PyObject *unused)
{
    (void)unused;
    Watch *watch = known.watched;
    if (watch == NULL || watch->batch_due) {
        return PyObject_CallFunctionObjArgs(known.popleft, ready, NULL);
    }
    PyObject *handle = known.popleft_of_deque != NULL ? known.popleft_of_deque(ready, NULL)
                                                      : PyObject_CallFunctionObjArgs(known.deque_popleft, ready, NULL);
    HandleKind *kind = handle == NULL ? NULL : kind_of(handle);
    if (kind == NULL) {
        return handle;
    }
    if (watch->on && PyThread_get_thread_ident() == watch->thread && slot(handle, kind->slots[HANDLE_CANCELLED]) != Py_False) {
        PyObject *done = PyObject_CallMethodObjArgs((PyObject *)watch, known.names.skipped, handle, NULL);
        if (done == NULL && !watch_failed(watch)) {
            Py_DECREF(handle);
            return NULL;
        }
        Py_XDECREF(done);
    }
    set_slot(handle, kind->slots[HANDLE_QUEUED], Py_False);
    return handle;
}

/* -- a handle runs */

static bool ask(Watch *watch, PyObject *method, PyObject *one, PyObject *other)
{
    PyObject *done = PyObject_CallMethodObjArgs((PyObject *)watch, method, one, other, NULL);
    Py_XDECREF(done);
    return done != NULL || watch_failed(watch);
}

/* A callback begins or ends that only a sleep has, so that nothing is to be found out about it: see find_run(). */
static Outcome callback_tells(Watch *watch, EventKind kind, const Run *run, long long *ns)
{
    Event event = {.kind = (uint8_t)kind, .b = run->ref};
    if (!watch_time(watch, ns)) {
        return FAILED;
    }
    event.t = *ns;
    return watch_put(watch, &event) ? DONE : FAILED;
}

static bool begin(Watch *watch, const Run *run)
{
    long long ns;
    Outcome outcome = run->task == NULL ? callback_tells(watch, EV_CB, run, &ns) : step_begins(watch, run, &ns);
    if (outcome == FAILED && !watch_failed(watch)) {
        return false;
    }
    if (outcome == UNCOMMON && !ask(watch, known.names.step_begins, run->task, run->handle)) {
        return false;
    }
    if (watch->new_step == NULL || watch->new_step == Py_None) {
        return true;
    }
    if (outcome != DONE && !watch_time(watch, &ns)) {
        return watch_failed(watch);
    }
    PyObject *step = step_new(ns, run->name);
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
    step_is_over(watch);
    return true;
}

/* The program's own error, if there is one, has been put aside. */
static bool end(Watch *watch, const Run *run)
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
    Outcome outcome = !watch->on ? DONE : run->task == NULL ? callback_tells(watch, EV_CB_END, run, &ns) : step_ends(watch, run, ns);
    if (outcome == FAILED) {
        return watch_failed(watch);
    }
    return outcome == DONE || ask(watch, known.names.step_ends, run->task, NULL);
}

static PyObject *run_step(Watch *watch, Run *run)
{
    PyObject *before = watch->by, *type, *error, *trace;
    Py_XINCREF(before);
    replace(&watch->by, run->name);
    run->ref = watch_by(watch);
    PyObject *result = begin(watch, run) ? call_one(run->kind->run, run->handle) : NULL;
    PyErr_Fetch(&type, &error, &trace);
    bool well = !watch->on || end(watch, run);
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

/* false: Python runs it. */
static bool find_run(PyObject *handle, const HandleKind *kind, Run *run)
{
    PyObject *callback = slot(handle, kind->slots[HANDLE_CALLBACK]);
    *run = (Run){.handle = handle, .kind = kind, .entry = slot(handle, kind->slots[HANDLE_NAME])};
    if (callback == NULL || run->entry == NULL || run->entry == Py_None) {
        return false;
    }
    if (callback == known.resolves) {
        run->name = run->entry;
        Py_INCREF(run->name);
        Py_INCREF(run->entry);
        return true;
    }
    if (!task_of(callback, &run->task, &run->wakeup)) {
        return false;
    }
    run->kept = kept_by(run->task);
    run->name = run->kept == NULL ? NULL : item(run->kept, known.names.loopscope_name);
    if (run->name == NULL || run->name == Py_None) {
        Py_XDECREF(run->kept);
        Py_DECREF(run->task);
        return false;
    }
    Py_INCREF(run->name);
    Py_INCREF(run->entry);
    return true;
}

static PyObject *run(PyObject *handle, PyObject *unused)
{
    (void)unused;
    Watch *watch = known.watched;
    HandleKind *kind = kind_of(handle);
    Run run;
    if (kind == NULL || !watch_here(watch) || !is_here(watch, handle, kind, false) || !find_run(handle, kind, &run)) {
        return call_one(known.run, handle);
    }
    Py_INCREF((PyObject *)watch); /* another may be watched when this step ends */
    PyObject *result = run_step(watch, &run);
    Py_DECREF((PyObject *)watch);
    Py_DECREF(run.entry);
    Py_DECREF(run.name);
    Py_XDECREF(run.kept);
    Py_XDECREF(run.task);
    return result;
}

PyMethodDef hot_methods[] = {
    {"append", append, METH_O, "Add an element to the right side of the deque."},
    {"popleft", popleft, METH_NOARGS, "Remove and return the leftmost element."},
    {"_run", run, METH_NOARGS, NULL},
    {"_run_once", run_once, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};
