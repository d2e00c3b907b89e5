/* Strikes the process at its Nth database write or network call, and sets its clock.
 *
 * Loaded by LD_PRELOAD; armed by the process itself, so that start-up is not counted. A strike kills
 * before the call, or in the middle of what it writes, or lets the call fail, once or from then on,
 * or ends an answer in its middle, or halts the process until it is told to go on.
 * Where one strikes, a file "struck" stands in the folder from then on.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { DISK = 1, WRITE = 2, NET = 4, CONNECT = 8, SEND = 16, RECEIVE = 32, OPEN = 64 };
enum { KILL, TEAR, FAIL, FAIL_ON, CUT, HALT };

static long calls, fatal;
static int wanted, manner, number;
static int cut = -1; /* the connection whose answer has ended */

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
    if (manner == HALT) return kill(getpid(), SIGSTOP);
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
WRAP(ssize_t, sendmsg, NET | SEND, (int f, const struct msghdr *m, int g), (f, m, g))
int socket(int domain, int type, int protocol) {
    static int (*real)(int, int, int);
    if (!real) real = (int (*)(int, int, int))dlsym(RTLD_NEXT, "socket");
    int f = real(domain, type, protocol);
    if (f == cut) cut = -1; /* another one by the same number */
    return f;
}
WRAP(int, connect, NET | CONNECT, (int f, const struct sockaddr *a, socklen_t n), (f, a, n))
#define RECEIVED(name, parameters, arguments)                                     \
    ssize_t name parameters {                                                     \
        static ssize_t(*real) parameters;                                         \
        if (!real) real = (ssize_t(*) parameters)dlsym(RTLD_NEXT, #name);          \
        if (f == cut) return 0;                                                    \
        if (!point(f, NET | RECEIVE)) return real arguments;                       \
        if (manner != CUT) return -1;                                              \
        ssize_t size = real arguments;                                             \
        if (size < 2) return size;                                                 \
        cut = f;                                                                   \
        shutdown(f, SHUT_RD);                                                      \
        return size / 2;                                                           \
    }
RECEIVED(recv, (int f, void *b, size_t n, int g), (f, b, n, g))
RECEIVED(recvfrom, (int f, void *b, size_t n, int g, struct sockaddr *a, socklen_t *l), (f, b, n, g, a, l))
RECEIVED(recvmsg, (int f, struct msghdr *m, int g), (f, m, g))

/* Opening counts where it is a database. */
#define OPENED(name)                                                              \
    int name(const char *path, int flags, ...) {                                   \
        static int (*real)(const char *, int, ...);                                \
        if (!real) real = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, #name);\
        va_list more;                                                              \
        va_start(more, flags);                                                     \
        mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(more, mode_t) : 0;    \
        va_end(more);                                                              \
        if (strstr(path, ".db") && point(-1, OPEN)) return -1;                      \
        return real(path, flags, mode);                                            \
    }
OPENED(open)
OPENED(open64)

static long jump;

void herald_jump(long seconds) { jump = seconds; }

int clock_gettime(clockid_t id, struct timespec *t) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
    int result = real(id, t);
    if (id == CLOCK_REALTIME) t->tv_sec += jump;
    return result;
}
