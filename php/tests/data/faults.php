<?php

/**
 * Failures between an application and the platform, and their expected outcomes.
 *
 * Each row: the fault, the outcome of a GET, and the outcome of a POST (null: not tested). An outcome is the class
 * (without "Exception") and code, or "answer"; then the number of attempts, two at most, and the number of requests
 * or handshakes on the server, if it is known. A GET that receives no byte on an idle connection is sent again in the
 * same attempt, because the platform may have closed the connection at that moment.
 *
 * Further keys: `at` is a server in place of the platform, `options` are the options of another platform, `ini` are
 * settings, `says` is a part of the message.
 */

declare(strict_types=1);

$wire = static fn (string $bytes, string $end = 'close'): array => [
    'kind' => 'wire', 'parts' => [['base64' => base64_encode($bytes)]], 'end' => $end,
];
$handshake = static fn (string $bytes, string $end = 'close'): array => ['kind' => 'handshake'] + $wire($bytes, $end);
$again = static fn (string $first, string $bytes, int $times, int $ms, string $last = '', string $end = 'close'): array => [
    'kind' => 'wire', 'end' => $end,
    'parts' => [['text' => $first], ['text' => $bytes, 'times' => $times, 'ms' => $ms], ['text' => $last]],
];
$status = static fn (int $status, string $body = '', string $type = 'application/json', array $headers = []): array => [
    'kind' => 'status', 'status' => $status, 'contentType' => $type, 'body' => $body, 'headers' => (object) $headers,
];
$error = static fn (int $status, string $code): array => ['kind' => 'error', 'status' => $status, 'code' => $code];

// Built by hand, as one uncompressed block: not every PHP has zlib.
$gzip = static fn (string $data): string => "\x1f\x8b\x08\0\0\0\0\0\0\x03" . pack('Cvv', 1, strlen($data), strlen($data) ^ 0xFFFF)
    . $data . pack('VV', crc32($data), strlen($data));

$head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
$json = '{"data":[],"totalCount":0,"operationId":"5a"}';
$whole = $head . 'content-length: ' . strlen($json) . "\r\n\r\n" . $json;
$rest = substr($whole, strlen("HTTP/1.1 200 OK\r\n"));
$chunked = $head . "transfer-encoding: chunked\r\n\r\n" . dechex(strlen($json)) . "\r\n$json\r\n";
$deep = static fn (int $levels): string => str_repeat('{"data":', $levels) . '1' . str_repeat('}', $levels);

$answer = static fn (int $seen = 1): array => ['answer', '', 1, $seen];
$broken = ['Transport', '1004', 2, 3];
$brokenLate = ['Transport', '1004', 2, 2];
$once = ['Transport', '1004', 1, 1];
$unsent = ['Transport', '1003', 2, null];
$untrusted = ['Tls', '1003', 1, 1];
$refused = ['Tls', '1004', 1, 1];
$unreadable = ['Transport', '1011', 1, 1];

$hasty = ['timeout_ms' => 400];
$deadline = ['ini' => $hasty, 'says' => 'timed out after 400 ms (northbound.timeout_ms)'];
$small = ['ini' => ['max_response_size' => '64K'], 'says' => 'larger than 64 KiB'];

return [
    // No connection.
    'nobody listens' => ['at' => 'nobody', 'get' => $unsent, 'post' => $unsent, 'says' => 'connection refused'],
    'nobody accepts' => ['at' => 'full', 'ini' => ['connect_timeout_ms' => 200], 'get' => $unsent, 'post' => $unsent,
        'says' => 'timed out after 200 ms (northbound.connect_timeout_ms)'],
    'no such host' => ['at' => 'nowhere', 'get' => $unsent, 'post' => $unsent, 'says' => 'failed to lookup'],
    'no proxy' => ['at' => 'nobody', 'ini' => ['proxy' => 'http://127.0.0.1:1'], 'get' => $unsent, 'post' => $unsent,
        'says' => 'cannot connect to the proxy http://127.0.0.1:1: connection refused'],

    // No TLS.
    'handshake: reset' => ['fault' => $handshake('', 'reset'), 'get' => ['Transport', '1003', 2, 2], 'post' => ['Transport', '1003', 2, 2]],
    'handshake: closed' => ['fault' => $handshake(''), 'get' => ['Transport', '1003', 2, 2], 'post' => ['Transport', '1003', 2, 2]],
    'handshake: silence' => ['fault' => $handshake('', 'hold'), 'ini' => ['connect_timeout_ms' => 200],
        'get' => ['Transport', '1003', 2, 2], 'post' => ['Transport', '1003', 2, 2], 'says' => 'timed out after 200 ms (northbound.connect_timeout_ms)'],
    'handshake: garbage' => ['fault' => $handshake("SSH-2.0-OpenSSH_9.2\r\n"), 'get' => $unreadable, 'post' => $unreadable, 'says' => 'does not speak TLS'],
    'handshake: cut' => ['fault' => $handshake("\x16\x03\x03\x00\x7a\x02\x00"), 'get' => ['Transport', '1003', 2, 2], 'post' => ['Transport', '1003', 2, 2]],
    'plain HTTP' => ['at' => 'plain', 'get' => ['Transport', '1011', 1, null], 'post' => ['Transport', '1011', 1, null], 'says' => 'does not speak TLS'],
    'TLS 1.1 only' => ['at' => 'old', 'get' => ['Tls', '1003', 1, null], 'post' => null, 'says' => 'it must offer TLS 1.2 or 1.3'],
    'certificate expired' => ['options' => ['--server-cert', 'expired'], 'get' => $untrusted, 'post' => $untrusted, 'says' => 'has expired'],
    'certificate of another host' => ['options' => ['--server-cert', 'wrong-host'], 'get' => $untrusted, 'post' => $untrusted, 'says' => 'does not match the address'],
    'certificate self-signed' => ['options' => ['--server-cert', 'self-signed'], 'get' => $untrusted, 'post' => null, 'says' => 'not signed by a trusted CA'],
    'CA unknown' => ['options' => [], 'ca' => 'other-ca.pem', 'get' => $untrusted, 'post' => $untrusted, 'says' => 'not signed by a trusted CA'],
    'no client certificate, TLS 1.2' => ['options' => ['--client-auth', 'required', '--tls-max', '1.2'], 'get' => $untrusted, 'post' => $untrusted,
        'says' => 'did not accept the client certificate'],
    'no client certificate, TLS 1.3' => ['options' => ['--client-auth', 'required', '--tls-min', '1.3'], 'get' => $refused, 'post' => $refused,
        'says' => 'did not accept the client certificate'],
    'client certificate refused' => ['options' => ['--client-auth', 'required', '--tls-min', '1.3'], 'cert' => 'untrusted-client', 'get' => $refused, 'post' => $refused,
        'says' => 'did not accept the client certificate'],

    // No response.
    'reset before the call' => ['fault' => ['kind' => 'reset'], 'get' => $broken, 'post' => $once, 'says' => 'no valid response from'],
    'reset after the call' => ['fault' => ['kind' => 'reset', 'when' => 'after'], 'get' => $broken, 'post' => $once, 'says' => 'no valid response from'],
    'closed without an answer' => ['fault' => ['kind' => 'close'], 'get' => $broken, 'post' => $once, 'says' => 'no valid response from'],
    'no answer in time' => ['fault' => ['kind' => 'latency', 'ms' => 60_000], 'get' => $once, 'post' => $once] + $deadline,
    'garbage' => ['fault' => ['kind' => 'garbage'], 'get' => $once, 'post' => $once],

    // Incomplete head.
    'reset within the head' => ['fault' => $wire($head, 'reset'), 'get' => $broken, 'post' => $once],
    'closed within the head' => ['fault' => $wire($head), 'get' => $broken, 'post' => $once],
    'slow head' => ['fault' => $again('HTTP/1.1 200 OK', "\r\nx-drip: 1", 1000, 50), 'get' => $once, 'post' => $once] + $deadline,
    'too many headers' => ['fault' => $again($head, "x-flood: 1\r\n", 5000, 0, "\r\n"), 'get' => $once, 'post' => $once,
        'says' => 'more than 256 header lines'],
    'head without end' => ['fault' => $again($head . 'x-long: ', str_repeat('y', 1000), 10_000, 0), 'get' => $once, 'post' => $once],
    'interim answers without end' => ['fault' => $again('', "HTTP/1.1 103 Early Hints\r\n\r\n", 1000, 50), 'get' => $once, 'post' => null] + $deadline,
    'another protocol' => ['fault' => $wire("HTTP/1.1 101 Switching Protocols\r\nupgrade: h2c\r\nconnection: upgrade\r\n\r\n"), 'get' => $unreadable, 'post' => null],
    'lengths that contradict' => ['fault' => $wire($head . "content-length: 4\r\ncontent-length: 5\r\n\r\nnull"), 'get' => $once, 'post' => null],
    'length that is no number' => ['fault' => $wire($head . "content-length: -1\r\n\r\n"), 'get' => $once, 'post' => null],

    // Unusual headers that are accepted.
    'folded header' => ['fault' => $wire("HTTP/1.1 200 OK\r\nx-old: one\r\n two\r\n" . $rest), 'get' => $answer(), 'post' => $answer()],
    'blank before the colon' => ['fault' => $wire("HTTP/1.1 200 OK\r\nx-old : one\r\n" . $rest), 'get' => $answer(), 'post' => $answer()],
    '200 headers' => ['fault' => $wire("HTTP/1.1 200 OK\r\n" . str_repeat("x-many: 1\r\n", 200) . $rest), 'get' => $answer(), 'post' => $answer()],

    // Incomplete body.
    'reset after the head' => ['fault' => $wire($head . "content-length: 100\r\n\r\n", 'reset'), 'get' => $brokenLate, 'post' => $once, 'says' => 'is incomplete'],
    'no byte of the body' => ['fault' => ['kind' => 'truncate', 'bytes' => 0], 'get' => $brokenLate, 'post' => $once, 'says' => 'is incomplete'],
    'half the body' => ['fault' => ['kind' => 'truncate', 'bytes' => 20], 'get' => $brokenLate, 'post' => $once, 'says' => 'is incomplete'],
    'reset within the body' => ['fault' => $wire($head . "content-length: 100\r\n\r\n{\"data\":[", 'reset'), 'get' => $brokenLate, 'post' => $once, 'says' => 'is incomplete'],
    'chunk cut' => ['fault' => $wire($head . "transfer-encoding: chunked\r\n\r\nff\r\n{"), 'get' => $brokenLate, 'post' => $once, 'says' => 'is incomplete'],
    'last chunk missing' => ['fault' => $wire($chunked), 'get' => $brokenLate, 'post' => $once, 'says' => 'is incomplete'],
    'chunk length is none' => ['fault' => $wire($head . "transfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n"), 'get' => $brokenLate, 'post' => $once, 'says' => 'is incomplete'],
    'slow body' => ['fault' => ['kind' => 'slow', 'bytes' => 1, 'ms' => 50], 'get' => $once, 'post' => $once] + $deadline,
    'chunks without end' => ['fault' => $again($head . "transfer-encoding: chunked\r\n\r\n", "1\r\n \r\n", 1000, 50), 'get' => $once, 'post' => null] + $deadline,
    'body that stops' => ['fault' => $wire($head . "content-length: 100\r\n\r\n{", 'hold'), 'get' => $once, 'post' => $once] + $deadline,

    // Too large.
    'large, announced' => ['fault' => $status(200, str_repeat(' ', 1 << 20)), 'get' => $once, 'post' => $once] + $small,
    'large, in chunks' => ['fault' => $again($head . "transfer-encoding: chunked\r\n\r\n", "400\r\n" . str_repeat(' ', 1024) . "\r\n", 1024, 0, "0\r\n\r\n"),
        'get' => $once, 'post' => $once] + $small,
    'large, up to the close' => ['fault' => $again($head . "\r\n", str_repeat(' ', 1024), 1024, 0), 'get' => $once, 'post' => null] + $small,
    'larger than memory, announced' => ['fault' => $wire($head . "content-length: 1000000000000000\r\n\r\n{"), 'get' => $once, 'post' => null, 'says' => 'larger than 64 MiB'],

    // Not the requested format.
    'packed, unasked' => ['fault' => ['kind' => 'wire', 'parts' => [
        ['text' => $head . "content-encoding: gzip\r\ncontent-length: " . strlen($gzip($json)) . "\r\n\r\n"],
        ['base64' => base64_encode($gzip($json))],
    ]], 'get' => $unreadable, 'post' => $unreadable],
    'half the JSON' => ['fault' => ['kind' => 'badJson'], 'get' => $unreadable, 'post' => $unreadable],
    'deep JSON' => ['fault' => $status(200, $deep(100_000)), 'get' => $unreadable, 'post' => $unreadable],
    'not UTF-8' => ['fault' => $wire($head . "content-length: 13\r\n\r\n{\"data\":\"\xff\xfe\"}"), 'get' => $unreadable, 'post' => $unreadable,
        'says' => 'the response is not UTF-8'],
    'GBK' => ['fault' => $wire("HTTP/1.1 200 OK\r\ncontent-type: application/json;charset=GBK\r\ncontent-length: 15\r\n\r\n{\"data\":\"\xb2\xe2\xca\xd4\"}"),
        'get' => $unreadable, 'post' => $unreadable, 'says' => 'such as GBK'],
    'another structure' => ['fault' => $status(200, '[1,2]'), 'get' => ['ServerFault', '1005', 1, 1], 'post' => ['ServerFault', '1005', 1, 1]],
    'a page' => ['fault' => $status(200, '<html></html>', 'text/html'), 'get' => $unreadable, 'post' => $unreadable],
    'reason that is no text' => ['fault' => $wire("HTTP/1.1 404 \xff\xfe\r\ncontent-length: 0\r\n\r\n"), 'get' => $unreadable, 'post' => null],
    'numbers as text' => ['fault' => $wire($head . "content-length: 46\r\n\r\n" . '{"data":[],"totalCount":"0","operationId":1.0}'), 'get' => $answer(), 'post' => $answer()],
    'more than the answer' => ['fault' => $wire($whole . 'HTTP/1.1 500 Surprise'), 'get' => $answer(), 'post' => null],
    'HTTP/1.0' => ['fault' => $wire("HTTP/1.0 200 OK\r\n\r\n$json"), 'get' => $answer(), 'post' => $answer()],
    'HTTP/0.9' => ['fault' => $wire($json), 'get' => $once, 'post' => null],
    'HTTP/2' => ['fault' => $wire("\x00\x00\x06\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x64"), 'get' => $once, 'post' => null],
    'interim answers' => ['fault' => $wire("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n" . $whole), 'get' => $answer(), 'post' => $answer()],
    'closed after the answer' => ['fault' => ['kind' => 'closeIdle'], 'get' => $answer(), 'post' => $answer()],
    'reset after the answer' => ['fault' => $wire($whole, 'reset'), 'get' => $answer(), 'post' => $answer()],
    '204' => ['fault' => ['kind' => 'emptyBody', 'status' => 204], 'get' => $answer(), 'post' => $answer()],
    'empty 200' => ['fault' => ['kind' => 'emptyBody', 'status' => 200], 'get' => $answer(), 'post' => $answer()],

    // Refusals and server faults.
    '301 elsewhere' => ['fault' => ['kind' => 'redirect', 'location' => 'https://127.0.0.2/', 'status' => 301], 'get' => $unreadable, 'post' => $unreadable],
    '307 elsewhere' => ['fault' => ['kind' => 'redirect', 'location' => 'https://127.0.0.2/', 'status' => 307], 'get' => $unreadable, 'post' => $unreadable],
    '401 without a code' => ['fault' => $status(401, '{}'), 'get' => ['NotAuthenticated', '1005', 1, 1], 'post' => ['NotAuthenticated', '1005', 1, 1]],
    '403 with a code' => ['fault' => $error(403, '1010005'), 'get' => ['NotAuthenticated', '1010005', 1, 1], 'post' => ['NotAuthenticated', '1010005', 1, 1]],
    '404 of a proxy' => ['fault' => $status(404, '<html></html>', 'text/html'), 'get' => $unreadable, 'post' => $unreadable],
    '429' => ['fault' => $status(429, '{}'), 'get' => ['Throttled', '1005', 2, 2], 'post' => ['Throttled', '1005', 2, 2]],
    '429 with 1010009' => ['fault' => $error(429, '1010009'), 'get' => ['Throttled', '1010009', 2, 2], 'post' => ['Throttled', '1010009', 2, 2]],
    '200 with 1010009' => ['fault' => $error(200, '1010009'), 'get' => ['Throttled', '1010009', 2, 2], 'post' => ['Throttled', '1010009', 2, 2]],
    '429, later' => ['fault' => $status(429, '{}', headers: ['Retry-After' => '600']), 'get' => ['Throttled', '1005', 1, 1], 'post' => ['Throttled', '1005', 1, 1]],
    '500 with a code' => ['fault' => $error(500, '50252'), 'get' => ['ServerFault', '50252', 1, 1], 'post' => ['ServerFault', '50252', 1, 1]],
    '502 of a proxy' => ['fault' => $status(502, '<html></html>', 'text/html'), 'get' => ['ServerFault', '1005', 2, 2], 'post' => ['ServerFault', '1005', 1, 1]],
    '503' => ['fault' => ['kind' => 'emptyBody', 'status' => 503], 'get' => ['ServerFault', '1005', 2, 2], 'post' => ['ServerFault', '1005', 1, 1]],
    '503, in a second' => ['fault' => $status(503, '{}', headers: ['Retry-After' => '1']), 'get' => ['ServerFault', '1005', 2, 2], 'post' => ['ServerFault', '1005', 1, 1]],
    '503, later' => ['fault' => $status(503, '{}', headers: ['Retry-After' => '600']), 'get' => ['ServerFault', '1005', 1, 1], 'post' => ['ServerFault', '1005', 1, 1]],
    '504' => ['fault' => ['kind' => 'emptyBody', 'status' => 504], 'get' => ['ServerFault', '1005', 2, 2], 'post' => ['ServerFault', '1005', 1, 1]],
];
