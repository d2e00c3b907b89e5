/* Strikes the process at its Nth database write or network call, and sets its clock.
 *
 * Loaded by LD_PRELOAD; armed by the process itself, so that start-up is not counted. A strike kills
 * before the call, or in the middle of what it writes, or lets the call fail, once or from then on.
 * Where one strikes, a file "struck" stands in the folder from then on.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { DISK = 1, WRITE = 2, NET = 4, CONNECT = 8, SEND = 16, RECEIVE = 32 };
enum { KILL, TEAR, FAIL, FAIL_ON };

static long calls, fatal;
static int wanted, manner, number;

void herald_strike(long nth, int kinds, int how, int error) {
    calls = 0, fatal = nth, wanted = kinds, manner = how, number = error;
}
void herald_arm(long nth) { herald_strike(nth, 0, KILL, 0); }
long herald_calls(void) { return calls; }

/* A pair of sockets by which the process wakes itself is no network. */
static int is_inner(int f) {
    struct sockaddr_un peer;
    socklen_t size = sizeof peer;
    if (getpeername(f, (struct sockaddr *)&peer, &size)) return 0;
    return peer.sun_family == AF_UNIX && size <= offsetof(struct sockaddr_un, sun_path);
}

static int point(int f, int kind) {
    if ((kind & wanted) != wanted || (wanted & NET && is_inner(f))) return 0;
    ++calls;
    if (!fatal || (calls != fatal && (manner != FAIL_ON || calls < fatal))) return 0;
    close(creat("struck", 0644));
    if (manner == KILL || (manner == TEAR && !(kind & WRITE))) kill(getpid(), SIGKILL);
    if (manner != TEAR) errno = number;
    return 1;
}

#define WRAP(result, name, kind, parameters, arguments)                           \
    result name parameters {                                                      \
        static result(*real) parameters;                                          \
        if (!real) real = (result(*) parameters)dlsym(RTLD_NEXT, #name);           \
        if (point(f, kind)) {                                                      \
            if (manner != TEAR) return -1;                                         \
            HALF real arguments;                                                   \
            kill(getpid(), SIGKILL);                                               \
        }                                                                          \
        return real arguments;                                                    \
    }

#define HALF n /= 2;
WRAP(ssize_t, pwrite, DISK | WRITE, (int f, const void *b, size_t n, off_t o), (f, b, n, o))
WRAP(ssize_t, pwrite64, DISK | WRITE, (int f, const void *b, size_t n, off64_t o), (f, b, n, o))
WRAP(ssize_t, send, NET | SEND | WRITE, (int f, const void *b, size_t n, int g), (f, b, n, g))
WRAP(ssize_t, sendto, NET | SEND | WRITE, (int f, const void *b, size_t n, int g, const struct sockaddr *a, socklen_t l), (f, b, n, g, a, l))
#undef HALF
#define HALF
WRAP(int, fsync, DISK, (int f), (f))
WRAP(int, fdatasync, DISK, (int f), (f))
WRAP(int, ftruncate, DISK, (int f, off_t n), (f, n))
WRAP(int, ftruncate64, DISK, (int f, off64_t n), (f, n))
WRAP(int, connect, NET | CONNECT, (int f, const struct sockaddr *a, socklen_t n), (f, a, n))
WRAP(ssize_t, sendmsg, NET | SEND, (int f, const struct msghdr *m, int g), (f, m, g))
WRAP(ssize_t, recv, NET | RECEIVE, (int f, void *b, size_t n, int g), (f, b, n, g))
WRAP(ssize_t, recvfrom, NET | RECEIVE, (int f, void *b, size_t n, int g, struct sockaddr *a, socklen_t *l), (f, b, n, g, a, l))
WRAP(ssize_t, recvmsg, NET | RECEIVE, (int f, struct msghdr *m, int g), (f, m, g))

static long jump;

void herald_jump(long seconds) { jump = seconds; }

int clock_gettime(clockid_t id, struct timespec *t) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
    int result = real(id, t);
    if (id == CLOCK_REALTIME) t->tv_sec += jump;
    return result;
}
