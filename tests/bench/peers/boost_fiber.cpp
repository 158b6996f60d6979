/* boost_fiber.cpp: Boost.Fiber, round-robin on one thread: a stack for each fiber, taken from a pool. */
#include "../measure.h"

#include <boost/fiber/all.hpp>
#include <vector>

namespace fibers = boost::fibers;

static fibers::pooled_fixedsize_stack stacks(16 * 1024);

template <typename Body> static fibers::fiber start(Body body) { return fibers::fiber(std::allocator_arg, stacks, body); }

static void sleep_zero(long count, long rounds)
{
    std::vector<fibers::fiber> all;
    all.reserve((size_t)count);
    for (long i = 0; i < count; i++) {
        all.push_back(start([rounds] {
            for (long left = rounds; left > 0; left--) {
                boost::this_fiber::yield();
            }
        }));
    }
    for (fibers::fiber &fiber : all) {
        fiber.join();
    }
}

/* A batch of fibers is made, then waited for; each leaves its answer in a place of its own. */
static void create(long count, long batch)
{
    std::vector<long> answers((size_t)batch);
    std::vector<fibers::fiber> all;
    all.reserve((size_t)batch);
    for (long made = 0; made < count; made += batch) {
        for (long i = 0; i < batch; i++) {
            long *place = &answers[(size_t)i];
            all.push_back(start([place, i] { *place = i; }));
        }
        for (fibers::fiber &fiber : all) {
            fiber.join();
        }
        all.clear();
    }
}

int main(int argument_count, char **arguments)
{
    const char *figure = argument_count > 1 ? arguments[1] : "";
    long count = measure_argument(argument_count, arguments, 2), rounds = measure_argument(argument_count, arguments, 3);
    double before = measure_time();
    if (strcmp(figure, "sleep_zero") == 0) {
        sleep_zero(count, rounds);
    } else {
        create(count, strcmp(figure, "create_in_turn") == 0 ? 1 : 1000);
    }
    measure_report("ns", (measure_time() - before) / (double)count / (double)(rounds > 0 ? rounds : 1));
    return 0;
}
