/* watch.c: what a recorder keeps for each step: who runs, since when, and where its events go. */
#include "extension.h"

#include <stddef.h>
#include <time.h>

bool watch_is_real(const Watch *watch) { return watch->virtual_clock == NULL || watch->virtual_clock == Py_None; }

bool watch_here(const Watch *watch)
{
    return watch != NULL && watch->on && watch->records != NULL && Py_TYPE(watch->records) == known.records_type &&
           PyThread_get_thread_ident() == watch->thread;
}

static bool python_time(PyObject *owner, PyObject *name, long long *ns)
{
    PyObject *now = name == NULL ? PyObject_CallObject(owner, NULL) : PyObject_GetAttr(owner, name);
    if (now == NULL) {
        return false;
    }
    *ns = PyLong_AsLongLong(now);
    Py_DECREF(now);
    return *ns != -1 || PyErr_Occurred() == NULL;
}

bool watch_time(Watch *watch, long long *ns)
{
    if (!watch_is_real(watch)) {
        return python_time(watch->virtual_clock, known.names.ns, ns);
    }
#ifdef __linux__
    struct timespec now; /* as time.monotonic_ns() does it here, at a fifth of the price */
    if (clock_gettime(CLOCK_MONOTONIC, &now) == 0) {
        *ns = (long long)now.tv_sec * 1000000000 + now.tv_nsec - watch->started;
        return true;
    }
#endif
    if (!python_time(known.now, NULL, ns)) {
        return false;
    }
    *ns -= watch->started;
    return true;
}

Ref watch_by(Watch *watch)
{
    if (watch->by != watch->by_known) {
        watch->by_ref = ref_of(watch->by);
        replace(&watch->by_known, watch->by);
    }
    return watch->by_ref;
}

/* At once, or behind what waits: in between a string may have been given a number and not been written yet. */
bool watch_put(Watch *watch, Event *event)
{
    Records *records = (Records *)watch->records;
    event->by = watch_by(watch);
    Py_ssize_t waiting = records->busy ? 1 : PyObject_Size(watch->queue);
    if (waiting < 0) {
        return false;
    }
    if (waiting == 0) {
        return records_event(records, event);
    }
    PyObject *done = PyObject_CallFunction(watch->tell_writer, "OIIIkLkkkk", watch->event, (unsigned)event->kind, (unsigned)event->detail,
                                           (unsigned)event->flags, (unsigned long)event->by, (long long)event->t, (unsigned long)event->a,
                                           (unsigned long)event->b, (unsigned long)event->c, (unsigned long)event->d);
    Py_XDECREF(done);
    return done != NULL;
}

/* tell(function, fields...): the form's function is given the time, who runs, and the fields. Its twin is fast.Plain.tell(). */
static PyObject *tell(PyObject *self, PyObject *args)
{
    Watch *watch = (Watch *)self;
    const Py_ssize_t count = PyTuple_Size(args);
    PyObject *function = count > 0 ? PyTuple_GetItem(args, 0) : NULL;
    if (function == NULL) {
        return PyErr_Format(PyExc_TypeError, "tell() wants a function");
    }
    Records *records = (Records *)watch->records;
    bool at_once = records != NULL && Py_TYPE(records) == known.records_type && !records->busy && PyObject_Size(watch->queue) == 0;
    long long ns;
    if (!watch_time(watch, &ns)) {
        return NULL;
    }
    PyObject *t = PyLong_FromLongLong(ns), *all = t == NULL ? NULL : PyTuple_New(count + (at_once ? 1 : 2));
    if (all == NULL) {
        Py_XDECREF(t);
        return NULL;
    }
    Py_ssize_t at = 0;
    if (!at_once) {
        Py_INCREF(function);
        PyTuple_SetItem(all, at++, function);
    }
    PyTuple_SetItem(all, at++, t);
    PyObject *by = watch->by == NULL ? Py_None : watch->by;
    Py_INCREF(by);
    PyTuple_SetItem(all, at++, by);
    for (Py_ssize_t i = 1; i < count; i++) {
        PyObject *field = PyTuple_GetItem(args, i);
        Py_INCREF(field);
        PyTuple_SetItem(all, at++, field);
    }
    if (!at_once) {
        PyObject *done = PyObject_CallObject(watch->tell_writer, all);
        Py_DECREF(all);
        return done;
    }
    records->busy = true;
    PyObject *done = PyObject_CallObject(function, all);
    records->busy = false;
    Py_DECREF(all);
    return done;
}

static PyMethodDef watch_methods[] = {{"tell", tell, METH_VARARGS, "an event: a function of the form, and the fields it takes"},
                                      {NULL, NULL, 0, NULL}};

bool watch_failed(Watch *watch)
{
    if (!PyErr_ExceptionMatches(PyExc_Exception)) {
        return false;
    }
    PyObject *type, *error, *trace;
    PyErr_Fetch(&type, &error, &trace);
    PyErr_NormalizeException(&type, &error, &trace);
    if (trace != NULL && error != NULL && PyException_SetTraceback(error, trace) < 0) {
        PyErr_Clear();
    }
    PyObject *done = PyObject_CallMethodObjArgs((PyObject *)watch, known.names.fail, error != NULL ? error : Py_None, NULL);
    Py_XDECREF(type);
    Py_XDECREF(error);
    Py_XDECREF(trace);
    Py_XDECREF(done);
    return done != NULL;
}

static void watch_dealloc(PyObject *self)
{
    Watch *watch = (Watch *)self;
    PyTypeObject *type = Py_TYPE(self);
    PyObject *held[] = {watch->by,     watch->step,    watch->new_step,      watch->text,        watch->entered,
                        watch->struck, watch->records, watch->queue,         watch->tell_writer, watch->event,
                        watch->chains, watch->places,  watch->virtual_clock, watch->by_known,    watch->strings};
    for (size_t i = 0; i < sizeof held / sizeof held[0]; i++) {
        Py_XDECREF(held[i]);
    }
    for (int i = 0; i < PLACES_KNOWN; i++) {
        Py_XDECREF(watch->known_places[i].place);
    }
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(self);
    Py_DECREF((PyObject *)type);
}

// The versions of clang-format disagree about a brace in a macro.
// clang-format off
#define MEMBER(kind, name) {(char *)#name, kind, offsetof(Watch, name), 0, NULL}
// clang-format on
static PyMemberDef watch_members[] = {
    MEMBER(T_OBJECT, by),          MEMBER(T_OBJECT, step),          MEMBER(T_OBJECT, new_step),   MEMBER(T_OBJECT, text),
    MEMBER(T_OBJECT, entered),     MEMBER(T_OBJECT, struck),        MEMBER(T_OBJECT, records),    MEMBER(T_OBJECT, queue),
    MEMBER(T_OBJECT, tell_writer), MEMBER(T_OBJECT, event),         MEMBER(T_OBJECT, chains),     MEMBER(T_OBJECT, places),
    MEMBER(T_LONGLONG, started),   MEMBER(T_LONGLONG, turn),        MEMBER(T_BOOL, on),           MEMBER(T_OBJECT, virtual_clock),
    MEMBER(T_LONGLONG, long_step), MEMBER(T_ULONG, thread),         MEMBER(T_ULONGLONG, handles), MEMBER(T_BOOL, waiting),
    MEMBER(T_BOOL, batch_due),     MEMBER(T_BOOL, tells_variables), MEMBER(T_OBJECT, strings),    MEMBER(T_ULONGLONG, futures),
    MEMBER(T_ULONGLONG, timers),   {NULL, 0, 0, 0, NULL},
};
#undef MEMBER

static PyType_Slot watch_slots[] = {
    {Py_tp_dealloc, (void *)watch_dealloc}, {Py_tp_methods, watch_methods}, {Py_tp_members, watch_members}, {0, NULL}};
PyType_Spec watch_spec = {"_loopscope_trace.Watch", sizeof(Watch), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, watch_slots};

/* -- steps */

static void step_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    Py_XDECREF(((Step *)self)->by);
    Py_XDECREF(((Step *)self)->place);
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(self);
    Py_DECREF((PyObject *)type);
}

PyObject *step_new(long long began, PyObject *by)
{
    Step *step = (Step *)known.spare;
    known.spare = NULL;
    if (step == NULL) {
        step = (Step *)PyType_GenericAlloc(known.step_type, 0);
    }
    if (step != NULL) {
        step->began = began;
        Py_XINCREF(by);
        step->by = by;
    }
    return (PyObject *)step;
}

void step_is_over(Watch *watch)
{
    Step *step = (Step *)watch->step;
    watch->step = NULL;
    if (known.spare != NULL || ((PyObject *)step)->ob_refcnt != 1) { /* the thread that watches has it too */
        Py_DECREF(step);
        return;
    }
    replace(&step->by, NULL);
    replace(&step->place, NULL);
    step->blocked = 0;
    step->told = false;
    known.spare = (PyObject *)step;
}

static PyObject *step_make(PyTypeObject *type, PyObject *args, PyObject *named)
{
    (void)type;
    (void)named;
    long long began;
    PyObject *by;
    return PyArg_ParseTuple(args, "LO:Step", &began, &by) ? step_new(began, by) : NULL;
}

static PyMemberDef step_members[] = {
    {(char *)"began", T_LONGLONG, offsetof(Step, began), 0, NULL}, {(char *)"blocked", T_LONGLONG, offsetof(Step, blocked), 0, NULL},
    {(char *)"by", T_OBJECT, offsetof(Step, by), 0, NULL},         {(char *)"place", T_OBJECT, offsetof(Step, place), 0, NULL},
    {(char *)"told", T_BOOL, offsetof(Step, told), 0, NULL},       {NULL, 0, 0, 0, NULL},
};

static PyType_Slot step_slots[] = {
    {Py_tp_dealloc, (void *)step_dealloc}, {Py_tp_new, (void *)step_make}, {Py_tp_members, step_members}, {0, NULL}};
PyType_Spec step_spec = {"_loopscope_trace.Step", sizeof(Step), 0, Py_TPFLAGS_DEFAULT, step_slots};
