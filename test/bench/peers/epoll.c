/*
 * A broadcast server in C on epoll, to compare with: about the least that a server for this protocol can do. It takes
 * whole, masked text messages from peers that keep the rules, and sends each to all members of the room at the same
 * path. One thread. It makes no check that a server on a network needs.
 *
 * cc -O2 -o epoll epoll.c && ./epoll
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { IN = 256 << 10, OUT = 1 << 20, ROOMS = 4096, EVENTS = 1024 };

typedef struct room room;
typedef struct member {
    int fd, number, index, used, capacity;
    room *room;
    unsigned char *rest; /* the beginning of a request or of a frame */
} member;
struct room {
    char path[64];
    member **members;
    int count, capacity, said, queued;
    unsigned char *out;
    room *next; /* of those that have something to send */
};

static room rooms[ROOMS];
static int room_count, numbers;
static room *grown;
static unsigned char in[IN];

static uint32_t rol(uint32_t x, int n) { return x << n | x >> (32 - n); }

/* Of at most 119 bytes. */
static void sha1(const char *text, size_t length, unsigned char digest[20]) {
    unsigned char block[128] = {0};
    uint32_t h[5] = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
    size_t total = length + 9 > 64 ? 128 : 64;
    memcpy(block, text, length);
    block[length] = 0x80;
    for (int i = 0; i < 4; i++) block[total - 1 - i] = (unsigned char) (length * 8 >> (8 * i));
    for (size_t at = 0; at < total; at += 64) {
        uint32_t w[80], a = h[0], b = h[1], c = h[2], d = h[3], e = h[4];
        for (int i = 0; i < 16; i++)
            w[i] = (uint32_t) block[at + 4 * i] << 24 | block[at + 4 * i + 1] << 16 | block[at + 4 * i + 2] << 8
                 | block[at + 4 * i + 3];
        for (int i = 16; i < 80; i++) w[i] = rol(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
        for (int i = 0; i < 80; i++) {
            uint32_t f = i < 20 ? (b & c) | (~b & d) : i < 40 || i >= 60 ? b ^ c ^ d : (b & c) | (b & d) | (c & d);
            uint32_t k = i < 20 ? 0x5A827999 : i < 40 ? 0x6ED9EBA1 : i < 60 ? 0x8F1BBCDC : 0xCA62C1D6;
            uint32_t t = rol(a, 5) + f + e + k + w[i];
            e = d; d = c; c = rol(b, 30); b = a; a = t;
        }
        h[0] += a; h[1] += b; h[2] += c; h[3] += d; h[4] += e;
    }
    for (int i = 0; i < 20; i++) digest[i] = (unsigned char) (h[i / 4] >> (24 - 8 * (i % 4)));
}

static void base64(const unsigned char *bytes, int length, char *out) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int i = 0; i < length; i += 3) {
        int left = length - i;
        uint32_t x = bytes[i] << 16 | (left > 1 ? bytes[i + 1] << 8 : 0) | (left > 2 ? bytes[i + 2] : 0);
        *out++ = digits[x >> 18];
        *out++ = digits[x >> 12 & 63];
        *out++ = left > 1 ? digits[x >> 6 & 63] : '=';
        *out++ = left > 2 ? digits[x & 63] : '=';
    }
    *out = 0;
}

static room *room_at(const char *path) {
    for (int i = 0; i < room_count; i++)
        if (strcmp(rooms[i].path, path) == 0) return &rooms[i];
    if (room_count == ROOMS) exit(1);
    room *made = &rooms[room_count++];
    snprintf(made->path, sizeof made->path, "%s", path);
    return made;
}

static void leave(member *m) {
    room *r = m->room;
    if (r) {
        r->members[m->index] = r->members[--r->count];
        r->members[m->index]->index = m->index;
    }
    close(m->fd);
    free(m->rest);
    free(m);
}

static void join(member *m, room *r) {
    if (r->count == r->capacity) {
        r->capacity = r->capacity ? 2 * r->capacity : 16;
        r->members = realloc(r->members, sizeof *r->members * r->capacity);
    }
    m->room = r;
    m->number = ++numbers;
    m->index = r->count;
    r->members[r->count++] = m;
}

static void flush_room(room *r) {
    for (int i = r->count - 1; i >= 0; i--) {
        int fd = r->members[i]->fd;
        for (int at = 0; at < r->said;) {
            ssize_t n = write(fd, r->out + at, r->said - at);
            if (n >= 0) at += n;
            else if (errno == EAGAIN) poll(&(struct pollfd) {fd, POLLOUT, 0}, 1, -1);
            else break; /* its end is read later */
        }
    }
    r->said = 0;
}

/* How many bytes of the request were used: all or none. */
static int open_handshake(member *m, unsigned char *bytes, int length) {
    char path[64], accept[32], response[256], text[128];
    unsigned char digest[20];
    if (length < 4 || memcmp(bytes + length - 4, "\r\n\r\n", 4) != 0) return 0;
    bytes[length - 1] = 0;
    char *key = strcasestr((char *) bytes, "\r\nsec-websocket-key:");
    if (!key || sscanf((char *) bytes, "GET %63s", path) != 1) return -1;
    key += 20;
    while (*key == ' ') key++;
    int n = snprintf(text, sizeof text, "%.*s258EAFA5-E914-47DA-95CA-C5AB0DC85B11", (int) strcspn(key, " \r"), key);
    sha1(text, n, digest);
    base64(digest, 20, accept);
    n = snprintf(response, sizeof response, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n", accept);
    if (write(m->fd, response, n) != n) return -1;
    join(m, room_at(path));
    return length;
}

static void say(member *m, unsigned char *payload, int length, uint32_t key) {
    room *r = m->room;
    char prefix[32];
    int p = snprintf(prefix, sizeof prefix, "from%d:", m->number);
    int total = p + length + 1;
    if (!r->out) r->out = malloc(OUT);
    if (r->said + total + 10 > OUT) flush_room(r);
    unsigned char *out = r->out + r->said;
    *out++ = 0x81;
    if (total < 126) {
        *out++ = total;
    } else if (total < 65536) {
        *out++ = 126; *out++ = total >> 8; *out++ = total;
    } else {
        *out++ = 127;
        for (int i = 7; i >= 0; i--) *out++ = (uint64_t) total >> (8 * i);
    }
    memcpy(out, prefix, p);
    out += p;
    uint64_t twice = (uint64_t) key << 32 | key;
    int i = 0;
    for (; i + 8 <= length; i += 8) {
        uint64_t x;
        memcpy(&x, payload + i, 8);
        x ^= twice;
        memcpy(out + i, &x, 8);
    }
    for (; i < length; i++) out[i] = payload[i] ^ ((unsigned char *) &key)[i & 3];
    out[length] = '\n';
    r->said = out + length + 1 - r->out;
    if (!r->queued) {
        r->queued = 1;
        r->next = grown;
        grown = r;
    }
}

/* How many bytes of whole frames were used; -1: the connection ends. */
static int frames(member *m, unsigned char *bytes, int length) {
    int at = 0;
    while (length - at >= 6) {
        int opcode = bytes[at] & 15, header = 2;
        uint64_t size = bytes[at + 1] & 127;
        if (size > 125) {
            header = size == 126 ? 4 : 10;
            if (length - at < header) break;
            size = 0;
            for (int i = 2; i < header; i++) size = size << 8 | bytes[at + i];
        }
        if (size > IN / 2 || opcode == 8) return -1;
        if (length - at < header + 4 + (int) size) break;
        uint32_t key;
        memcpy(&key, bytes + at + header, 4);
        if (opcode == 1) say(m, bytes + at + header + 4, (int) size, key);
        at += header + 4 + (int) size;
    }
    return at;
}

static void readable(member *m) {
    memcpy(in, m->rest, m->used);
    ssize_t n = read(m->fd, in + m->used, IN - m->used);
    if (n < 0 && errno == EAGAIN) return;
    int total = m->used + (int) n;
    int used = n <= 0 ? -1 : m->room ? frames(m, in, total) : open_handshake(m, in, total);
    if (used < 0) {
        leave(m);
        return;
    }
    m->used = total - used;
    if (m->used > m->capacity) m->rest = realloc(m->rest, m->capacity = 2 * m->used);
    memcpy(m->rest, in + used, m->used);
}

int main(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    struct epoll_event events[EVENTS];
    int server = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), epoll = epoll_create1(0), one = 1;
    if (bind(server, (struct sockaddr *) &address, size) || listen(server, 1024)) return 1;
    getsockname(server, (struct sockaddr *) &address, &size);
    printf("epoll server at ws://127.0.0.1:%d/\n", ntohs(address.sin_port));
    fflush(stdout);
    epoll_ctl(epoll, EPOLL_CTL_ADD, server, &(struct epoll_event) {EPOLLIN, {.ptr = NULL}});
    for (;;) {
        int n = epoll_wait(epoll, events, EVENTS, -1);
        for (int i = 0; i < n; i++) {
            if (events[i].data.ptr) {
                readable(events[i].data.ptr);
                continue;
            }
            for (int fd; (fd = accept4(server, NULL, NULL, SOCK_NONBLOCK)) >= 0;) {
                member *m = calloc(1, sizeof *m);
                m->fd = fd;
                setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
                epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &(struct epoll_event) {EPOLLIN, {.ptr = m}});
            }
        }
        for (; grown; grown = grown->next) {
            grown->queued = 0;
            flush_room(grown);
        }
    }
}
