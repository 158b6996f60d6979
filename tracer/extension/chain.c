/* chain.c: where a task is suspended, compared with where it was: look.stands_there(). */
#include "extension.h"

/* Places in look.Level. */
enum { LEVEL_OWN = 0, LEVEL_LINE = 2, LEVEL_CODE = 6, LEVEL_COROUTINE = 7 };

/* What a coroutine awaits (a new reference), or NULL: it is none that is known here. */
static PyObject *awaited_by(PyObject *coroutine, bool *generator)
{
    *generator = (PyObject *)Py_TYPE(coroutine) == known.generator;
    if (*generator) {
        return attribute(coroutine, known.names.gi_yieldfrom);
    }
    return (PyObject *)Py_TYPE(coroutine) == known.coroutine ? attribute(coroutine, known.names.cr_await) : NULL;
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

static bool line_is(PyObject *coroutine, bool generator, PyObject *line)
{
    PyObject *frame = attribute(coroutine, generator ? known.names.gi_frame : known.names.cr_frame);
    PyObject *now = frame == NULL ? NULL : attribute(frame, known.names.f_lineno);
    bool same = now != NULL && PyLong_Check(now) && PyLong_Check(line) && PyLong_AsLong(now) == PyLong_AsLong(line);
    Py_XDECREF(now);
    Py_XDECREF(frame);
    return same;
}

static bool level_is_same(PyObject *coroutine, bool generator, PyObject *level)
{
    PyObject *own = PyTuple_GetItem(level, LEVEL_OWN), *line = PyTuple_GetItem(level, LEVEL_LINE);
    PyObject *code = PyTuple_GetItem(level, LEVEL_CODE), *wanted = PyTuple_GetItem(level, LEVEL_COROUTINE);
    if (own == NULL || line == NULL || code == NULL || wanted == NULL) {
        return false;
    }
    return attribute_is(coroutine, generator ? known.names.gi_code : known.names.cr_code, code) && is_referred_to(coroutine, wanted) &&
           (own == Py_False || line_is(coroutine, generator, line));
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
        bool generator;
        PyObject *awaited = awaited_by(coroutine, &generator), *level = PyList_GetItem(chain, i);
        same = awaited != NULL && level != NULL && level_is_same(coroutine, generator, level);
        Py_DECREF(coroutine);
        coroutine = awaited;
    }
    same = same && is_end(coroutine);
    Py_XDECREF(coroutine);
    PyErr_Clear();
    return same;
}
