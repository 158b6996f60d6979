/* cpp20.cpp: C++20 coroutines with the least that runs them: a first-in-first-out list threaded through their frames, and nothing else. */
#include "../measure.h"

#include <coroutine>
#include <exception>
#include <utility>
#include <vector>

/* What stands in the ready queue; it lies in a coroutine's frame. */
struct Waiting {
    std::coroutine_handle<> coroutine;
    Waiting *next = nullptr;
};

static struct Ready {
    Waiting *first = nullptr, **last = &first;
    void push(Waiting *waiting)
    {
        waiting->next = nullptr;
        *last = waiting;
        last = &waiting->next;
    }
    /* Whom to go on with; when nobody is ready, back to the caller of run(). */
    std::coroutine_handle<> pop()
    {
        if (first == nullptr) {
            return std::noop_coroutine();
        }
        Waiting *waiting = first;
        first = waiting->next;
        if (first == nullptr) {
            last = &first;
        }
        return waiting->coroutine;
    }
    void run()
    {
        while (first != nullptr) {
            pop().resume();
        }
    }
} ready;

struct Yield {
    Waiting waiting;
    bool await_ready() const noexcept { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> self) noexcept
    {
        waiting.coroutine = self;
        ready.push(&waiting);
        return ready.pop();
    }
    void await_resume() const noexcept {}
};

/* Ready as soon as it is made; whoever awaits it is resumed directly when it is done. */
struct Task {
    struct promise_type {
        Waiting waiting;
        std::coroutine_handle<> joiner;
        long result = 0;
        struct Final {
            bool await_ready() const noexcept { return false; }
            std::coroutine_handle<> await_suspend(std::coroutine_handle<promise_type> self) noexcept
            {
                auto joiner = self.promise().joiner;
                return joiner ? joiner : ready.pop();
            }
            void await_resume() const noexcept {}
        };
        Task get_return_object() { return Task(std::coroutine_handle<promise_type>::from_promise(*this)); }
        std::suspend_always initial_suspend() noexcept
        {
            waiting.coroutine = std::coroutine_handle<promise_type>::from_promise(*this);
            ready.push(&waiting);
            return {};
        }
        Final final_suspend() noexcept { return {}; }
        void return_value(long value) { result = value; }
        void unhandled_exception() { std::terminate(); }
    };
    std::coroutine_handle<promise_type> coroutine;

    explicit Task(std::coroutine_handle<promise_type> made) : coroutine(made) {}
    Task(Task &&other) noexcept : coroutine(std::exchange(other.coroutine, nullptr)) {}
    Task(const Task &) = delete;
    ~Task()
    {
        if (coroutine) {
            coroutine.destroy();
        }
    }
    bool await_ready() const { return coroutine.done(); }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> self)
    {
        coroutine.promise().joiner = self;
        return ready.pop();
    }
    long await_resume() const { return coroutine.promise().result; }
};

static Task yielder(long left)
{
    while (left-- > 0) {
        co_await Yield();
    }
    co_return 0;
}

static Task yield_all(long count, long rounds)
{
    std::vector<Task> tasks;
    tasks.reserve((size_t)count);
    for (long i = 0; i < count; i++) {
        tasks.push_back(yielder(rounds));
    }
    for (Task &task : tasks) {
        co_await task;
    }
    co_return 0;
}

static Task answer(long number) { co_return number; }

static Task create_in_turn(long count)
{
    long sum = 0;
    for (long i = 0; i < count; i++) {
        sum += co_await answer(i);
    }
    co_return sum;
}

static Task create_together(long count)
{
    long sum = 0;
    std::vector<Task> tasks;
    tasks.reserve(1000);
    for (long batch = 0; batch < count / 1000; batch++) {
        for (long i = 0; i < 1000; i++) {
            tasks.push_back(answer(i));
        }
        for (Task &task : tasks) {
            sum += co_await task;
        }
        tasks.clear();
    }
    co_return sum;
}

/* Bare: resumed by its owner, never by a queue. */
struct Suspender {
    struct promise_type {
        Suspender get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
        std::suspend_always initial_suspend() noexcept { return {}; }
        std::suspend_always final_suspend() noexcept { return {}; }
        void return_void() {}
        void unhandled_exception() { std::terminate(); }
    };
    std::coroutine_handle<promise_type> coroutine;
};

/* Out of the measuring function's sight, as a coroutine of somebody else's is. */
__attribute__((noinline)) static Suspender suspender(long left)
{
    while (left-- > 0) {
        co_await std::suspend_always();
    }
}

static double resume_often(long count)
{
    Suspender made = suspender(count + 1);
    double before = measure_time();
    for (long i = 0; i < count; i++) {
        made.coroutine.resume();
    }
    double after = measure_time();
    made.coroutine.destroy();
    return after - before;
}

int main(int argument_count, char **arguments)
{
    const char *figure = argument_count > 1 ? arguments[1] : "";
    long count = measure_argument(argument_count, arguments, 2), rounds = measure_argument(argument_count, arguments, 3);
    if (strcmp(figure, "resume") == 0) {
        measure_report("ns", resume_often(count) / (double)count);
        return 0;
    }
    long often = argument_count > 4 ? measure_argument(argument_count, arguments, 4) : 1;
    double before = measure_time();
    for (long i = 0; i < often; i++) {
        Task main = strcmp(figure, "sleep_zero") == 0       ? yield_all(count, rounds)
                    : strcmp(figure, "create_in_turn") == 0 ? create_in_turn(count)
                                                            : create_together(count);
        ready.run();
        if (!main.coroutine.done()) {
            return 1;
        }
    }
    measure_report("ns", (measure_time() - before) / (double)often / (double)count / (double)(rounds > 0 ? rounds : 1));
    return 0;
}
