/* fields.c: what is read of Python's objects in each step, by where it lies and not by its name, which is looked up once. */
#include "extension.h"

#include <string.h>

/* In all versions of Python, though the limited interface has it from 3.10 on. */
PyAPI_FUNC(PyObject *) PyObject_GenericGetDict(PyObject *object, void *unused);
#ifdef __GNUC__
/* Exported from 3.9 on. */
extern PyObject *PyObject_Vectorcall(PyObject *, PyObject *const *, size_t, PyObject *) __attribute__((weak));
#endif

/* -- slots */

/* An object of that class with something in the slot: where in it does that lie? 0: not once. */
static size_t offset_of(PyTypeObject *type, size_t size, PyObject *name)
{
    PyObject *object = PyType_GenericAlloc(type, 0), *mark = PyList_New(0);
    size_t found = 0, times = 0;
    if (object != NULL && mark != NULL && PyObject_SetAttr(object, name, mark) == 0) {
        for (size_t at = sizeof(PyObject); at + sizeof(PyObject *) <= size; at += sizeof(PyObject *)) {
            if (memcmp((char *)object + at, &mark, sizeof mark) == 0) {
                found = at;
                times++;
            }
        }
    }
    PyErr_Clear();
    Py_XDECREF(object);
    Py_XDECREF(mark);
    return times == 1 ? found : 0;
}

bool slots_find(PyObject *type, PyObject *const *names, size_t *offsets, int count)
{
    PyObject *basic = PyObject_GetAttrString(type, "__basicsize__");
    size_t size = basic == NULL ? 0 : PyLong_AsSize_t(basic);
    Py_XDECREF(basic);
    if (PyErr_Occurred() != NULL) {
        return false;
    }
    for (int i = 0; i < count; i++) {
        offsets[i] = offset_of((PyTypeObject *)type, size, names[i]);
        if (offsets[i] == 0) {
            PyErr_Format(PyExc_ValueError, "there is no slot %U in %R", names[i], type);
            return false;
        }
    }
    return true;
}

/* -- attributes of classes in C */

void getter_find(Getter *getter, PyObject *type, PyObject *name)
{
    PyObject *descriptor = attribute(type, name);
    getter->name = name;
    getter->get = NULL;
    if (descriptor != NULL) {
        getter->get = (descrgetfunc)PyType_GetSlot(Py_TYPE(descriptor), Py_tp_descr_get);
        PyErr_Clear(); /* before 3.10 it is not told of classes that are written in C */
    }
    replace(&getter->descriptor, descriptor);
    Py_XDECREF(descriptor);
}

PyObject *got(const Getter *getter, PyObject *object)
{
    PyObject *value =
        getter->get != NULL ? getter->get(getter->descriptor, object, (PyObject *)Py_TYPE(object)) : PyObject_GetAttr(object, getter->name);
    if (value == NULL) {
        PyErr_Clear();
    }
    return value;
}

bool got_is(const Getter *getter, PyObject *object, PyObject *wanted)
{
    PyObject *value = got(getter, object);
    Py_XDECREF(value);
    return value == wanted;
}

/* -- what we keep in tasks and futures */

PyObject *kept_by(PyObject *object)
{
    PyObject *dictionary = PyObject_GenericGetDict(object, NULL);
    if (dictionary == NULL) {
        PyErr_Clear();
    }
    return dictionary;
}

PyObject *item(PyObject *dictionary, PyObject *key)
{
    PyObject *value = PyDict_GetItemWithError(dictionary, key);
    if (value == NULL) {
        PyErr_Clear();
    }
    return value;
}

/* -- calls */

PyObject *call_one(PyObject *function, PyObject *argument)
{
#ifdef __GNUC__
    if (PyObject_Vectorcall != NULL) {
        PyObject *arguments[] = {NULL, argument};
        return PyObject_Vectorcall(function, arguments + 1, 1 | (size_t)1 << (8 * sizeof(size_t) - 1), NULL);
    }
#endif
    return PyObject_CallFunctionObjArgs(function, argument, NULL);
}

/* A method of a class in C as the function that it is; NULL: it takes other arguments than expected. */
PyCFunction function_of(PyObject *type, const char *name, int flags)
{
    PyObject *object = PyObject_CallObject(type, NULL);
    PyObject *bound = object == NULL ? NULL : PyObject_GetAttrString(object, name);
    PyCFunction found = NULL;
    if (bound != NULL && PyCFunction_Check(bound) && PyCFunction_GetFlags(bound) == flags) {
        found = PyCFunction_GetFunction(bound);
    }
    PyErr_Clear();
    Py_XDECREF(bound);
    Py_XDECREF(object);
    return found;
}
