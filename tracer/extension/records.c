/* records.c: the bytes of a recording that wait to be written, packed by the engine's own code. */
#include "extension.h"

#include "trace/bytes.h"
#include "trace/stream.h"

#include <stdlib.h>
#include <string.h>

static unsigned char *room_for(Records *records, size_t length)
{
    if (records->capacity - records->used < length) {
        size_t capacity = records->capacity == 0 ? 64 * 1024 : records->capacity;
        while (capacity - records->used < length) {
            capacity *= 2;
        }
        unsigned char *bytes = realloc(records->bytes, capacity);
        if (bytes == NULL) {
            PyErr_NoMemory();
            return NULL;
        }
        records->bytes = bytes;
        records->capacity = capacity;
    }
    unsigned char *room = records->bytes + records->used;
    records->used += length;
    return room;
}

static bool put(Records *records, const Event *event)
{
    unsigned char *room = room_for(records, STREAM_RECORD);
    if (room == NULL) {
        return false;
    }
    bytes_from_event(room, event);
    records->count++;
    return true;
}

bool records_event(Records *records, const Event *event)
{
    Event made = *event;
    if (made.t < records->latest) {
        made.t = records->latest;
    } else {
        records->latest = made.t;
    }
    return put(records, &made);
}

static PyObject *event(PyObject *self, PyObject *args)
{
    unsigned kind, detail, flags;
    unsigned long by, a, b, c, d;
    long long t;
    if (!PyArg_ParseTuple(args, "IIIkLkkkk:event", &kind, &detail, &flags, &by, &t, &a, &b, &c, &d)) {
        return NULL;
    }
    const Event made = {.kind = (uint8_t)kind,
                        .detail = (uint8_t)detail,
                        .flags = (uint16_t)flags,
                        .by = (Ref)by,
                        .t = t,
                        .a = (uint32_t)a,
                        .b = (uint32_t)b,
                        .c = (uint32_t)c,
                        .d = (uint32_t)d};
    return records_event((Records *)self, &made) ? Py_BuildValue("") : NULL;
}

static PyObject *define(PyObject *self, PyObject *args)
{
    unsigned kind, detail;
    unsigned long by, a, b, c;
    if (!PyArg_ParseTuple(args, "IIkkkk:define", &kind, &detail, &by, &a, &b, &c)) {
        return NULL;
    }
    const Event made = {
        .kind = (uint8_t)kind, .detail = (uint8_t)detail, .by = (Ref)by, .a = (uint32_t)a, .b = (uint32_t)b, .c = (uint32_t)c};
    return put((Records *)self, &made) ? Py_BuildValue("") : NULL;
}

static PyObject *data(PyObject *self, PyObject *bytes)
{
    char *from;
    Py_ssize_t length;
    if (PyBytes_AsStringAndSize(bytes, &from, &length) < 0) {
        return NULL;
    }
    unsigned char *room = room_for((Records *)self, (size_t)length);
    if (room == NULL) {
        return NULL;
    }
    memcpy(room, from, (size_t)length);
    return Py_BuildValue("");
}

static PyObject *take(PyObject *self, PyObject *unused)
{
    (void)unused;
    Records *records = (Records *)self;
    PyObject *taken = PyBytes_FromStringAndSize((const char *)records->bytes, (Py_ssize_t)records->used);
    if (taken != NULL) {
        records->used = records->count = 0;
    }
    return taken;
}

static PyObject *count(PyObject *self, PyObject *unused)
{
    (void)unused;
    return PyLong_FromSize_t(((Records *)self)->count);
}

static PyObject *acquire(PyObject *self, PyObject *unused)
{
    (void)unused;
    Records *records = (Records *)self;
    bool got = !records->busy;
    records->busy = true;
    return PyBool_FromLong(got);
}

static PyObject *release(PyObject *self, PyObject *unused)
{
    (void)unused;
    ((Records *)self)->busy = false;
    return Py_BuildValue("");
}

static void dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    free(((Records *)self)->bytes);
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(self);
    Py_DECREF((PyObject *)type);
}

static PyMethodDef methods[] = {
    {"event", event, METH_VARARGS, "an event: kind, detail, flags, by, t, a, b, c, d"},
    {"define", define, METH_VARARGS, "a definition: kind, detail, by, a, b, c"},
    {"data", data, METH_O, "bytes as they are"},
    {"take", take, METH_NOARGS, "all of it, which is gone from here then"},
    {"count", count, METH_NOARGS, "how many records there are"},
    {"acquire", acquire, METH_NOARGS, "False: somebody has it already"},
    {"release", release, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {{Py_tp_dealloc, (void *)dealloc}, {Py_tp_methods, methods}, {0, NULL}};
PyType_Spec records_spec = {"_loopscope_trace.Records", sizeof(Records), 0, Py_TPFLAGS_DEFAULT, slots};
