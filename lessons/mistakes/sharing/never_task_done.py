"""Join waits for a task_done that never comes."""

import asyncio

# Turn it to True: then the mistake is mended.
mended = False


async def bake(name, orders):
    while True:
        order = await orders.get()
        await asyncio.sleep(1)
        print(f"{name}: order {order} is baked")
        if mended:
            # -- Mended: join hears of it
            orders.task_done()
        # -- The mistake: nobody says that it is done


async def main():
    orders = asyncio.Queue()
    for i in range(1, 3):
        await orders.put(i)
    baker = asyncio.create_task(bake("baker", orders))
    await orders.join()
    print("all is baked")
    baker.cancel()
    await asyncio.gather(baker, return_exceptions=True)


if __name__ == "__main__":
    asyncio.run(main())
