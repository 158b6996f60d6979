/* gather.h: gather() as asyncio itself calls it. */
#ifndef LOOPSCOPE_GATHER_H
#define LOOPSCOPE_GATHER_H

#include "async.h"

/* `via`: VIA_USER where another of asyncio's functions has called it. */
async_future gather_via(const async_awaitable *items, size_t count, bool return_exceptions, TraceVia via, const TracePlace *place);

#endif
