/* goroutines.go: goroutines on one processor (GOMAXPROCS=1), waited for with a channel or a WaitGroup. */
package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// ns of processor time of the whole process, the collector's included.
func measureTime() float64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return float64(usage.Utime.Nano() + usage.Stime.Nano())
}

// Bytes of memory that this process holds now.
func measureMemory() float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		panic(err)
	}
	for _, line := range strings.Split(string(status), "\n") {
		if strings.HasPrefix(line, "VmRSS:") {
			kilobytes, _ := strconv.ParseFloat(strings.Fields(line)[1], 64)
			return kilobytes * 1024
		}
	}
	return 0
}

// The same deadlines as those of measure.h.
func measureDelay(index uint64, earliest int) time.Duration {
	mixed := (index + 1) * 0x9E3779B97F4A7C15
	mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9
	mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB
	mixed ^= mixed >> 31
	return time.Duration((float64(earliest) + float64(mixed>>11)/9007199254740992.0) * 1e9)
}

func report(what string, value float64) { fmt.Printf("%s %.9g\n", what, value) }

func sleepZero(count, rounds int) {
	before := measureTime()
	var all sync.WaitGroup
	all.Add(count)
	for i := 0; i < count; i++ {
		go func() {
			for left := rounds; left > 0; left-- {
				runtime.Gosched()
			}
			all.Done()
		}()
	}
	all.Wait()
	report("ns", (measureTime()-before)/float64(count)/float64(rounds))
}

// One goroutine after another, each heard through a channel: of the ways to wait for one, the quickest.
func createInTurn(count int) {
	before := measureTime()
	answer := make(chan int, 1)
	sum := 0
	for i := 0; i < count; i++ {
		i := i
		go func() { answer <- i }()
		sum += <-answer
	}
	report("ns", (measureTime()-before)/float64(count))
}

// A batch of goroutines is made, then waited for; each leaves its answer in a place of its own.
func createTogether(count int) {
	const batch = 1000
	answers := make([]int, batch)
	before := measureTime()
	var all sync.WaitGroup
	for made := 0; made < count; made += batch {
		all.Add(batch)
		for i := 0; i < batch; i++ {
			i := i
			go func() {
				answers[i] = i
				all.Done()
			}()
		}
		all.Wait()
	}
	report("ns", (measureTime()-before)/float64(count))
}

func asleep(count, earliest int) {
	delays := make([]time.Duration, count)
	for i := range delays {
		delays[i] = measureDelay(uint64(i), earliest)
	}
	runtime.GC()
	memory := measureMemory()
	before := measureTime()
	var begun, all sync.WaitGroup
	begun.Add(count)
	all.Add(count)
	woken := 0
	for i := 0; i < count; i++ {
		delay := delays[i]
		go func() {
			begun.Done()
			time.Sleep(delay)
			woken++
			all.Done()
		}()
	}
	begun.Wait()
	if woken > 0 {
		fmt.Fprintln(os.Stderr, "some woke before all were asleep")
	}
	asleep := measureMemory()
	all.Wait()
	report("ns", (measureTime()-before)/float64(count))
	report("bytes", (asleep-memory)/float64(count))
}

func main() {
	runtime.GOMAXPROCS(1)
	numbers := [2]int{}
	for i := range numbers {
		if len(os.Args) > i+2 {
			numbers[i], _ = strconv.Atoi(os.Args[i+2])
		}
	}
	switch os.Args[1] {
	case "sleep_zero":
		sleepZero(numbers[0], numbers[1])
	case "create_in_turn":
		createInTurn(numbers[0])
	case "create_together":
		createTogether(numbers[0])
	case "asleep":
		asleep(numbers[0], numbers[1])
	default:
		os.Exit(1)
	}
}
