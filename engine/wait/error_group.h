/* error_group.h: the error with which a TaskGroup ends when several of its tasks have failed. */
#ifndef LOOPSCOPE_ERROR_GROUP_H
#define LOOPSCOPE_ERROR_GROUP_H

#include "core/object.h"

async_value error_group_new(const char *message, list_object *errors); /* one reference; there is at least one error */

#endif
