/* heard.c: what the interpreter says of each call and each error of the program's, where order.py and caught.py have nothing to do with it. */
#include "extension.h"

#ifndef METH_FASTCALL
#define METH_FASTCALL 0x0080 /* in the limited interface from 3.10 on; what calls these exists from 3.12 on */
#endif

static struct Heard {
    PyObject *started, *returned, *unwound, *handled; /* the twins */
    PyObject *eager, *watched;                        /* order.py's: a list, and a dictionary of code by its id() */
    PyObject *current_task;
    PyObject *by, *chain, *inside; /* the step in which enough calls have been told, and the coroutines that are entered in it */
    long long turn;
} heard;

/* -- calls */

static bool is_watched(PyObject *code)
{
    PyObject *key = PyLong_FromVoidPtr(code), *found = key == NULL ? NULL : item(heard.watched, key);
    Py_XDECREF(key);
    return found != NULL;
}

/* Have so many calls been told in this step that no more are? */
static bool is_enough(const Watch *watch)
{
    return heard.chain != NULL && watch_here(watch) && heard.chain == watch->entered && heard.by == watch->by && heard.turn == watch->turn;
}

static bool is_innermost(PyObject *code)
{
    Py_ssize_t length = PyList_Size(heard.inside);
    PyObject *last = length > 0 ? PyList_GetItem(heard.inside, length - 1) : NULL;
    return last == NULL || PyTuple_GetItem(last, 0) == code;
}

/* Is it a task that has been told of which runs? Else an eager one begins. */
static bool is_told(void)
{
    PyObject *task = PyObject_CallObject(heard.current_task, NULL);
    bool told = task != NULL && (PyObject *)Py_TYPE(task) == known.task;
    PyObject *kept = told ? kept_by(task) : NULL;
    told = kept != NULL && item(kept, known.names.loopscope_name) != NULL;
    PyErr_Clear();
    Py_XDECREF(kept);
    Py_XDECREF(task);
    return told;
}

static PyObject *nothing(void) { return Py_BuildValue(""); }

/* (code, offset): PY_START and PY_RESUME. */
static PyObject *started(PyObject *self, PyObject *const *args, Py_ssize_t count)
{
    (void)self;
    if (count == 2 && is_enough(known.watched) && is_watched(args[0]) && is_told()) {
        return nothing();
    }
    return PyObject_CallFunctionObjArgs(heard.started, args[0], args[1], NULL);
}

/* (code, offset, value): PY_RETURN. */
static PyObject *returned(PyObject *self, PyObject *const *args, Py_ssize_t count)
{
    (void)self;
    if (count == 3 && args[2] != Py_True && PyList_Size(heard.eager) == 0 && is_enough(known.watched) && !is_innermost(args[0])) {
        return nothing();
    }
    return PyObject_CallFunctionObjArgs(heard.returned, args[0], args[1], args[2], NULL);
}

/* (code, offset, error): PY_UNWIND. */
static PyObject *unwound(PyObject *self, PyObject *const *args, Py_ssize_t count)
{
    (void)self;
    if (count == 3 && PyList_Size(heard.eager) == 0 && (!is_watched(args[0]) || (is_enough(known.watched) && !is_innermost(args[0])))) {
        return nothing();
    }
    return PyObject_CallFunctionObjArgs(heard.unwound, args[0], args[1], args[2], NULL);
}

/* -- errors */

enum { PLACES = 1024, FULL = PLACES / 2 };
enum {
    HERE = 1,
    ANYWHERE = 2
}; /* what caught.handled() says: nothing comes of such an error at such a place, in the watched thread or in any */

static struct Known_error {
    PyObject *code, *type;
    long offset;
    long where;
} errors[PLACES];
static int errors_known;

static struct Known_error *error_at(PyObject *code, long offset, PyObject *type)
{
    size_t at = ((size_t)code >> 4) * 31 + ((size_t)type >> 4) * 7 + (size_t)offset;
    while (errors[at % PLACES].code != NULL &&
           (errors[at % PLACES].code != code || errors[at % PLACES].type != type || errors[at % PLACES].offset != offset)) {
        at++;
    }
    return &errors[at % PLACES];
}

static void forget_errors(void)
{
    errors_known = 0;
    for (int i = 0; i < PLACES; i++) {
        struct Known_error was = errors[i];
        errors[i] = (struct Known_error){NULL, NULL, 0, 0};
        Py_XDECREF(was.code);
        Py_XDECREF(was.type);
    }
}

/* (code, offset, error): EXCEPTION_HANDLED. */
static PyObject *handled(PyObject *self, PyObject *const *args, Py_ssize_t count)
{
    (void)self;
    if (count != 3) {
        return nothing();
    }
    PyObject *code = args[0], *type = (PyObject *)Py_TYPE(args[2]);
    long offset = PyLong_AsLong(args[1]);
    const struct Known_error *found = error_at(code, offset, type);
    if (found->code != NULL && (found->where == ANYWHERE || (found->where == HERE && watch_here(known.watched)))) {
        return nothing();
    }
    PyObject *says = PyObject_CallFunctionObjArgs(heard.handled, code, args[1], args[2], NULL);
    long where = says != NULL && PyLong_Check(says) ? PyLong_AsLong(says) : 0;
    if (where != 0 && errors_known < FULL) {
        struct Known_error *place = error_at(code, offset, type);
        if (place->code == NULL) {
            errors_known++;
            Py_INCREF(code);
            Py_INCREF(type);
            *place = (struct Known_error){code, type, offset, where};
        }
    }
    return says;
}

static PyMethodDef methods[] = {
    {"started", (PyCFunction)(void (*)(void))started, METH_FASTCALL, "order.started()"},
    {"returned", (PyCFunction)(void (*)(void))returned, METH_FASTCALL, "order.returned()"},
    {"unwound", (PyCFunction)(void (*)(void))unwound, METH_FASTCALL, "order.unwound()"},
    {"handled", (PyCFunction)(void (*)(void))handled, METH_FASTCALL, "caught.handled()"},
};

/* hear(started, returned, unwound, handled, eager, watched, current_task): four functions that stand for the first four. */
PyObject *hear(PyObject *self, PyObject *args)
{
    (void)self;
    struct Heard told = {0};
    if (!PyArg_ParseTuple(args, "OOOOO!O!O:hear", &told.started, &told.returned, &told.unwound, &told.handled, &PyList_Type, &told.eager,
                          &PyDict_Type, &told.watched, &told.current_task)) {
        return NULL;
    }
    replace(&heard.started, told.started);
    replace(&heard.returned, told.returned);
    replace(&heard.unwound, told.unwound);
    replace(&heard.handled, told.handled);
    replace(&heard.eager, told.eager);
    replace(&heard.watched, told.watched);
    replace(&heard.current_task, told.current_task);
    PyObject *all = PyTuple_New(sizeof methods / sizeof methods[0]);
    for (size_t i = 0; all != NULL && i < sizeof methods / sizeof methods[0]; i++) {
        PyObject *one = PyCFunction_NewEx(&methods[i], NULL, NULL);
        if (one == NULL || PyTuple_SetItem(all, (Py_ssize_t)i, one) < 0) {
            Py_DECREF(all);
            all = NULL;
        }
    }
    return all;
}

/* enough(by, turn, chain, inside) */
PyObject *enough(PyObject *self, PyObject *args)
{
    (void)self;
    struct Heard told = {0};
    if (!PyArg_ParseTuple(args, "OLOO!:enough", &told.by, &told.turn, &told.chain, &PyList_Type, &told.inside)) {
        return NULL;
    }
    replace(&heard.by, told.by);
    replace(&heard.chain, told.chain);
    replace(&heard.inside, told.inside);
    heard.turn = told.turn;
    return nothing();
}

/* What has been said of errors holds no longer: another recorder hears of them. */
PyObject *forget(PyObject *self, PyObject *unused)
{
    (void)self;
    (void)unused;
    forget_errors();
    return nothing();
}
