/* chain.c: where a task is suspended, compared with where it was: look.stands_there(). */
#include "extension.h"

/* Places in look.Level. */
enum { LEVEL_LINE = 2, LEVEL_CODE = 6, LEVEL_COROUTINE = 7 };

/* The frame (NULL when it has ended), and what it awaits. False: it is no coroutine that is known here. */
static bool look_into(PyObject *coroutine, PyObject **frame, PyObject **awaited)
{
    if ((PyObject *)Py_TYPE(coroutine) == known.coroutine) {
        *frame = attribute(coroutine, known.names.cr_frame);
        *awaited = attribute(coroutine, known.names.cr_await);
    } else if ((PyObject *)Py_TYPE(coroutine) == known.generator) {
        *frame = attribute(coroutine, known.names.gi_frame);
        *awaited = attribute(coroutine, known.names.gi_yieldfrom);
    } else {
        return false;
    }
    if (*frame != NULL && *awaited != NULL && *frame != Py_None) {
        return true;
    }
    Py_XDECREF(*frame);
    Py_XDECREF(*awaited);
    return false;
}

/* While a coroutine lives there is one weak reference of this kind to it. */
static bool is_referred_to(PyObject *coroutine, PyObject *wanted)
{
    if (wanted == Py_None) {
        return true;
    }
    PyObject *reference = PyWeakref_NewRef(coroutine, NULL);
    if (reference == NULL) {
        PyErr_Clear();
        return false;
    }
    bool same = reference == wanted;
    Py_DECREF(reference);
    return same;
}

static bool level_is_same(PyObject *coroutine, PyObject *frame, PyObject *level)
{
    PyObject *line = PyTuple_GetItem(level, LEVEL_LINE), *code = PyTuple_GetItem(level, LEVEL_CODE);
    PyObject *wanted = PyTuple_GetItem(level, LEVEL_COROUTINE);
    if (line == NULL || code == NULL || wanted == NULL) {
        PyErr_Clear();
        return false;
    }
    if (!attribute_is(frame, known.names.f_code, code)) {
        return false;
    }
    PyObject *now = attribute(frame, known.names.f_lineno);
    if (now == NULL) {
        return false;
    }
    int same = PyObject_RichCompareBool(now, line, Py_EQ);
    Py_DECREF(now);
    if (same < 0) {
        PyErr_Clear();
    }
    return same > 0 && is_referred_to(coroutine, wanted);
}

/* Is it what the innermost coroutine awaits: nothing, or a future? */
static bool is_end(PyObject *awaited)
{
    if (awaited == Py_None || (PyObject *)Py_TYPE(awaited) == known.future_iter) {
        return true;
    }
    PyObject *name = known.future_iter == NULL ? attribute((PyObject *)Py_TYPE(awaited), known.names.__name__) : NULL;
    bool found = name != NULL && PyUnicode_CompareWithASCIIString(name, "FutureIter") == 0;
    Py_XDECREF(name);
    if (found) {
        replace(&known.future_iter, (PyObject *)Py_TYPE(awaited));
    }
    return found;
}

bool chain_is_same(PyObject *coroutine, PyObject *chain)
{
    Py_ssize_t length = PyObject_Size(chain);
    if (length <= 0) {
        PyErr_Clear();
        return false;
    }
    Py_INCREF(coroutine);
    bool same = true;
    for (Py_ssize_t i = 0; same && i < length; i++) {
        PyObject *frame, *awaited, *level = PyList_GetItem(chain, i);
        same = level != NULL && look_into(coroutine, &frame, &awaited);
        if (same) {
            same = level_is_same(coroutine, frame, level);
            Py_DECREF(frame);
            Py_DECREF(coroutine);
            coroutine = awaited;
        }
    }
    same = same && is_end(coroutine);
    Py_DECREF(coroutine);
    PyErr_Clear();
    return same;
}
