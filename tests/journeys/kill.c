/* Kills the process at its Nth database write or network call, before the call happens, and sets
 * its clock.
 *
 * Loaded by LD_PRELOAD; armed by the process itself, so that start-up is not counted.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

static long calls, fatal;

void herald_arm(long nth) { calls = 0; fatal = nth; }
long herald_calls(void) { return calls; }

static void point(void) {
    if (++calls == fatal) kill(getpid(), SIGKILL);
}

#define WRAP(result, name, parameters, arguments)                                  \
    result name parameters {                                                      \
        static result(*real) parameters;                                          \
        if (!real) real = (result(*) parameters)dlsym(RTLD_NEXT, #name);           \
        point();                                                                  \
        return real arguments;                                                    \
    }

WRAP(ssize_t, pwrite, (int f, const void *b, size_t n, off_t o), (f, b, n, o))
WRAP(ssize_t, pwrite64, (int f, const void *b, size_t n, off64_t o), (f, b, n, o))
WRAP(int, fsync, (int f), (f))
WRAP(int, fdatasync, (int f), (f))
WRAP(int, ftruncate, (int f, off_t n), (f, n))
WRAP(int, ftruncate64, (int f, off64_t n), (f, n))
WRAP(int, connect, (int f, const struct sockaddr *a, socklen_t n), (f, a, n))
WRAP(ssize_t, send, (int f, const void *b, size_t n, int g), (f, b, n, g))
WRAP(ssize_t, sendto, (int f, const void *b, size_t n, int g, const struct sockaddr *a, socklen_t l), (f, b, n, g, a, l))
WRAP(ssize_t, sendmsg, (int f, const struct msghdr *m, int g), (f, m, g))
WRAP(ssize_t, recv, (int f, void *b, size_t n, int g), (f, b, n, g))
WRAP(ssize_t, recvfrom, (int f, void *b, size_t n, int g, struct sockaddr *a, socklen_t *l), (f, b, n, g, a, l))
WRAP(ssize_t, recvmsg, (int f, struct msghdr *m, int g), (f, m, g))

static long jump;

void herald_jump(long seconds) { jump = seconds; }

int clock_gettime(clockid_t id, struct timespec *t) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
    int result = real(id, t);
    if (id == CLOCK_REALTIME) t->tv_sec += jump;
    return result;
}
