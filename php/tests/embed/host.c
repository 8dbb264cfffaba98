/*
 * A PHP host: runs a script many times, like servers with threads and workers.
 *
 * usage: host worker SCRIPT REQUESTS
 *        host threads SCRIPT WAVES THREADS REQUESTS
 *
 * worker: one startup, then REQUESTS requests that only deactivate and activate the
 * SAPI in between, like a worker of FrankenPHP.
 * threads: WAVES times THREADS threads; each serves REQUESTS complete requests and
 * ends. After each wave, prints the open descriptors and the resident kilobytes.
 *
 * The constant REQUEST is the number of the request. php.ini is found by PHPRC and
 * PHP_INI_SCAN_DIR.
 */

/* Zend's headers use functions that the C library declares only with this macro. */
#define _GNU_SOURCE

#include <dirent.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sapi/embed/php_embed.h>

static const char *script;
static long requests;

static void run(long number)
{
    char code[4096];
    snprintf(code, sizeof code, "$request = %ld; include '%s';", number, script);
    zend_first_try {
        zend_eval_string(code, NULL, "host");
    } zend_end_try();
}

static void worker(void)
{
    for (long number = 0; number < requests; number++) {
        run(number);
        php_output_end_all();
        php_output_deactivate();
        sapi_deactivate();
        php_output_activate();
        zend_first_try {
            sapi_activate();
        } zend_end_try();
        SG(headers_sent) = 1;
    }
}

#ifdef ZTS
static void *thread(void *unused)
{
    (void)unused;
    (void)ts_resource(0);
    ZEND_TSRMLS_CACHE_UPDATE();
    for (long number = 0; number < requests; number++) {
        if (php_request_startup() == FAILURE) {
            fputs("host: no request could be started\n", stderr);
            exit(1);
        }
        SG(headers_sent) = 1;
        SG(request_info).no_headers = 1;
        run(number);
        php_request_shutdown(NULL);
    }
    ts_free_thread();
    return NULL;
}

static long descriptors(void)
{
    long count = 0;
    DIR *open = opendir("/proc/self/fd");
    while (open != NULL && readdir(open) != NULL) {
        count++;
    }
    closedir(open);
    return count;
}

static long kilobytes(void)
{
    char line[256];
    long found = 0;
    FILE *status = fopen("/proc/self/status", "r");
    while (status != NULL && fgets(line, sizeof line, status) != NULL) {
        sscanf(line, "VmRSS: %ld", &found);
    }
    fclose(status);
    return found;
}

static void threads(long waves, long count)
{
    pthread_t *handles = calloc(count, sizeof *handles);
    for (long wave = 0; wave < waves; wave++) {
        for (long i = 0; i < count; i++) {
            if (pthread_create(&handles[i], NULL, thread, NULL) != 0) {
                fputs("host: no thread could be started\n", stderr);
                exit(1);
            }
        }
        for (long i = 0; i < count; i++) {
            pthread_join(handles[i], NULL);
        }
        printf("%ld %ld\n", descriptors(), kilobytes());
        fflush(stdout);
    }
    free(handles);
}
#endif

int main(int argc, char **argv)
{
    if (argc < 4) {
        fputs("usage: host worker SCRIPT REQUESTS | host threads SCRIPT WAVES THREADS REQUESTS\n", stderr);
        return 2;
    }
    script = argv[2];
    requests = atol(argv[argc - 1]);
    if (php_embed_init(1, argv) == FAILURE) {
        return 1;
    }
    if (strcmp(argv[1], "worker") == 0) {
        worker();
    }
#ifdef ZTS
    else if (strcmp(argv[1], "threads") == 0 && argc == 6) {
        threads(atol(argv[3]), atol(argv[4]));
    }
#endif
    else {
        fputs("host: this mode needs other arguments, or a thread-safe PHP\n", stderr);
        return 2;
    }
    php_embed_shutdown();
    return 0;
}
