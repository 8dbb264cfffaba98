<?php

declare(strict_types=1);

namespace Northbound\Tests;

use North_PHP_SDK\client\dto\SSLConfig;
use North_PHP_SDK\client\invokeapi\Authentication;
use North_PHP_SDK\client\NorthApiClient;
use North_PHP_SDK\client\TransportException;
use Northbound\Tests\Support\Folder;
use Northbound\Tests\Support\OldServer;
use Northbound\Tests\Support\Php;
use Northbound\Tests\Support\Platform;
use Northbound\Tests\Support\PlatformTestCase;
use Northbound\Tests\Support\Watch;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Group;

/** Tests of trusted platforms and of client certificates. */
final class TlsTest extends PlatformTestCase
{
    /** @var array<string, Platform> one for each way to be started */
    private static array $platforms = [];

    public static function tearDownAfterClass(): void
    {
        foreach (self::$platforms as $platform) {
            $platform->stop();
        }
        self::$platforms = [];
        parent::tearDownAfterClass();
    }

    /** @dataProvider serverCertificates */
    #[DataProvider('serverCertificates')]
    public function testTheServersCertificate(string $certificate, string $verify, bool $named, ?string $refusal): void
    {
        $platform = self::platform('--server-cert', $certificate);
        ini_set('northbound.tls_verify', $verify);
        ini_set('northbound.ca_file', $named ? $platform->cert('ca.pem') : '');
        $client = new NorthApiClient();
        $client->clientInfo = self::clientInfo($platform);
        $login = static fn () => (new Authentication($client))->getAuthToken();
        if ($refusal === null) {
            self::assertSame('bearer', $login()->tokenType);
            return;
        }
        $before = $platform->stats()['requests'];
        $error = Watch::thrown($login);
        self::assertInstanceOf(TransportException::class, $error);
        self::assertSame('1003', $error->error_code);
        self::assertStringContainsString($refusal, $error->error_desc);
        self::assertSame($before, $platform->stats()['requests']);
    }

    /** @return iterable<string, array{string, string, bool, ?string}> */
    public static function serverCertificates(): iterable
    {
        $expired = 'the platform\'s certificate has expired';
        $other = 'does not match the address';
        $unknown = 'is not signed by a trusted CA';
        yield 'valid, full' => ['valid', 'full', true, null];
        yield 'valid, full, CA not named' => ['valid', 'full', false, $unknown];
        yield 'valid, ca' => ['valid', 'ca', true, null];
        yield 'valid, ca, CA not named' => ['valid', 'ca', false, $unknown];
        yield 'valid, insecure' => ['valid', 'insecure', false, null];
        yield 'expired, full' => ['expired', 'full', true, $expired];
        yield 'expired, ca' => ['expired', 'ca', true, $expired];
        yield 'expired, insecure' => ['expired', 'insecure', true, null];
        yield 'wrong host, full' => ['wrong-host', 'full', true, $other];
        yield 'wrong host, full, points to ca' => ['wrong-host', 'full', true, 'northbound.tls_verify = ca'];
        yield 'wrong host, ca' => ['wrong-host', 'ca', true, null];
        yield 'wrong host, insecure' => ['wrong-host', 'insecure', true, null];
        yield 'self-signed, full' => ['self-signed', 'full', true, $unknown];
        yield 'self-signed, full, CA not named' => ['self-signed', 'full', false, $unknown];
        yield 'self-signed, ca' => ['self-signed', 'ca', true, $unknown];
        yield 'self-signed, insecure' => ['self-signed', 'insecure', true, null];
    }

    public function testVerificationIsOnByDefault(): void
    {
        $info = self::clientInfo();
        $php = Php::run(
            'try { (new North_PHP_SDK\client\invokeapi\Authentication())->getAuthToken(); }'
            . 'catch (Exception $e) { echo json_encode([$e->error_code, $e->error_desc]); }',
            [
                'northbound.platform_ip' => $info->platformIp, 'northbound.platform_port' => $info->platformPort,
                'northbound.app_id' => $info->appId, 'northbound.secret' => $info->secret,
            ],
        );
        [$code, $text] = $php->json();
        self::assertSame('1003', $code);
        self::assertStringContainsString('not signed by a trusted CA; the CAs of this system are trusted', $text);
    }

    /** A relative path is one in the current directory, and messages show where that is. */
    public function testRelativePaths(): void
    {
        $folder = new Folder();
        mkdir("$folder->path/here");
        mkdir("$folder->path/there");
        copy(self::$platform->cert('ca.pem'), "$folder->path/here/ca.pem");
        copy(self::$platform->cert('other-ca.pem'), "$folder->path/there/ca.pem");
        $php = Php::run(
            <<<'PHP'
            use North_PHP_SDK\client\dto\SSLConfig;
            use North_PHP_SDK\client\invokeapi\Authentication;
            use North_PHP_SDK\client\NorthApiClient;
            $call = static function (): string {
                try {
                    return gettype((new Authentication())->getAuthToken()->accessToken);
                } catch (Exception $e) {
                    return $e->error_desc;
                }
            };
            foreach (['here', 'there', '.', 'here'] as $name) {
                chdir($folder = getenv('FOLDER') . "/$name");
                $said[] = str_replace(getenv('FOLDER'), '', $call());
            }
            $tls = new SSLConfig();
            $tls->trustCAPath = 'missing.pem';
            try { (new NorthApiClient())->initSSLConfig($tls); } catch (Exception $e) { $said[] = $e->error_desc; }
            echo json_encode($said);
            PHP,
            ['northbound.ca_file' => 'ca.pem'] + self::$platform->ini(),
            ['FOLDER' => $folder->path],
        );
        [$here, $there, $nowhere, $again, $missing] = $php->json();
        self::assertSame(['string', 'string'], [$here, $again]);
        self::assertStringContainsString('is not signed by a trusted CA; the CAs in /there/ca.pem are trusted', $there);
        self::assertStringContainsString('the CA file /ca.pem: ', $nowhere);
        self::assertStringContainsString("trustCAPath $folder->path/here/missing.pem: ", $missing);
        self::logIn();
    }

    /** @dataProvider versions */
    #[DataProvider('versions')]
    public function testTlsVersions(string ...$options): void
    {
        $platform = self::platform(...$options);
        self::assertSame('bearer', (new Authentication(self::client($platform)))->getAuthToken()->tokenType);
    }

    /** @return iterable<string, list<string>> */
    public static function versions(): iterable
    {
        yield 'only 1.2' => ['--tls-max', '1.2'];
        yield 'only 1.3' => ['--tls-min', '1.3'];
    }

    public function testATlsThatIsTooOldIsRefused(): void
    {
        $server = new OldServer(self::$platform);
        $client = new NorthApiClient();
        $client->clientInfo = self::clientInfo();
        $client->clientInfo->platformPort = $server->port;
        ini_set('northbound.tls_verify', 'insecure');
        $error = Watch::thrown(static fn () => (new Authentication($client))->getAuthToken(), TransportException::class);
        self::assertSame('1003', $error->error_code);
        self::assertStringContainsString('it must offer TLS 1.2 or 1.3', $error->error_desc);
    }

    /** @dataProvider clientCertificates */
    #[DataProvider('clientCertificates')]
    public function testTheClientsCertificate(string $auth, array $ssl, array $ini, ?string $seen, ?string $refusal): void
    {
        foreach (['1.2', '1.3'] as $version) {
            $platform = self::platform('--client-auth', $auth, '--tls-min', $version, '--tls-max', $version);
            ini_set('northbound.ca_file', $platform->cert('ca.pem'));
            foreach ($ini as $name => $value) {
                ini_set("northbound.$name", $name === 'client_key_password' ? $value : $platform->cert($value));
            }
            $client = new NorthApiClient();
            $client->clientInfo = self::clientInfo($platform);
            $client->initSSLConfig(self::sslConfig($platform, $ssl));
            $platform->clearRequests();
            $login = static fn () => (new Authentication($client))->getAuthToken();
            if ($refusal === null) {
                self::assertSame('bearer', $login()->tokenType);
                self::assertSame($seen, $platform->requests()[0]->clientCertificate);
                continue;
            }
            $error = Watch::thrown($login);
            self::assertInstanceOf(TransportException::class, $error);
            self::assertStringContainsString($refusal, $error->error_desc, "TLS $version");
            self::assertSame([], $platform->requests());
        }
    }

    /** @return iterable<string, array{string, array<string, string>, array<string, string>, ?string, ?string}> */
    public static function clientCertificates(): iterable
    {
        $ours = 'northbound-client';
        $pair = ['selfCertPath' => 'client.pem', 'trustCAPath' => 'client.key'];
        $locked = ['trustCAPath' => 'client-encrypted.key'] + $pair;
        $refusal = 'did not accept the client certificate';
        yield 'none wanted' => ['none', $pair, [], null, null];
        yield 'optional, none shown' => ['optional', [], [], null, null];
        yield 'optional, shown' => ['optional', $pair, [], $ours, null];
        yield 'required, none shown' => ['required', [], [], null, $refusal];
        yield 'required, trustCAPath is the key' => ['required', $pair, [], $ours, null];
        yield 'required, from php.ini' => ['required', [], ['client_cert' => 'client.pem', 'client_key' => 'client.key'], $ours, null];
        yield 'required, key from php.ini, trustCAPath is the CA' => [
            'required', ['selfCertPath' => 'client.pem', 'trustCAPath' => 'ca.pem'], ['client_key' => 'client.key'], $ours, null,
        ];
        yield 'required, the password opens the key' => [
            'required', $locked + ['selfCertPwd' => Platform::KEY_PASSWORD], [], $ours, null,
        ];
        yield 'required, the password from php.ini opens the key' => [
            'required', $locked, ['client_key_password' => Platform::KEY_PASSWORD], $ours, null,
        ];
        yield 'required, an open key does not mind a password' => ['required', $pair + ['selfCertPwd' => 'any'], [], $ours, null];
        yield 'required, from another CA' => [
            'required', ['selfCertPath' => 'untrusted-client.pem', 'trustCAPath' => 'untrusted-client.key'], [], null, $refusal,
        ];
        yield 'optional, from another CA' => [
            'optional', ['selfCertPath' => 'untrusted-client.pem', 'trustCAPath' => 'untrusted-client.key'], [], null, $refusal,
        ];
    }

    public function testCertificateAndKeyInOneFile(): void
    {
        $platform = self::platform('--client-auth', 'required');
        $both = (string) file_get_contents($platform->cert('client.key')) . file_get_contents($platform->cert('client.pem'));
        $platform->writeCert('both.pem', $both);
        $client = new NorthApiClient();
        $client->clientInfo = self::clientInfo($platform);
        $client->initSSLConfig(self::sslConfig($platform, ['selfCertPath' => 'both.pem', 'trustCAPath' => 'ca.pem']));
        self::assertSame('bearer', (new Authentication($client))->getAuthToken()->tokenType);
    }

    public function testCertificateAndKeyInAPkcs12Archive(): void
    {
        $platform = self::platform('--client-auth', 'required');
        ini_set('northbound.ca_file', $platform->cert('ca.pem'));
        foreach (['', '-legacy'] as $form) {
            $platform->archive('all.p12', "$form -in client.pem -inkey client.key");
            $password = ['selfCertPwd' => Platform::KEY_PASSWORD];
            foreach ([
                ['selfCertPath' => 'all.p12'] + $password,
                // As in the original: the certificate, and its key.
                ['selfCertPath' => 'client.pem', 'trustCAPath' => 'all.p12'] + $password,
            ] as $ssl) {
                $client = new NorthApiClient();
                $client->clientInfo = self::clientInfo($platform);
                $client->initSSLConfig(self::sslConfig($platform, $ssl));
                $platform->clearRequests();
                self::assertSame('bearer', (new Authentication($client))->getAuthToken()->tokenType);
                self::assertSame('northbound-client', $platform->requests()[0]->clientCertificate);
            }
        }
    }

    /** @dataProvider unusableFiles */
    #[DataProvider('unusableFiles')]
    public function testAnUnusableFileIsNamedBeforeAConnectionIsTried(array $ssl, string $file, string $text): void
    {
        self::$platform->writeCert('empty.pem', '');
        self::$platform->writeCert('damaged.pem', "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        self::$platform->writeCert('damaged.key', "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        $old = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n%s\nAAAA\n-----END RSA PRIVATE KEY-----\n";
        self::$platform->writeCert('old.key', sprintf($old, "DEK-Info: CAMELLIA-256-CBC,00\n"));
        self::$platform->writeCert('broken-old.key', sprintf($old, ''));
        self::$platform->archive('sealed.p12', '-in client.pem -inkey client.key');
        self::$platform->archive('no-key.p12', '-in client.pem -nokeys');
        self::$platform->archive('no-cert.p12', '-inkey client.key -nocerts');
        self::$platform->writeCert('torn.p12', substr((string) file_get_contents(self::$platform->cert('sealed.p12')), 0, 100));
        $before = self::$platform->stats();
        $tls = self::sslConfig(self::$platform, $ssl);
        foreach (['initSSLConfig', 'initSSLConfig1'] as $method) {
            $error = Watch::thrown(static fn () => (new NorthApiClient())->$method($tls));
            self::assertSame('1006', $error->error_code);
            self::assertSame(-1, $error->httpStatusCode);
            self::assertStringContainsString(self::$platform->cert($file), $error->error_desc);
            self::assertStringContainsString($text, $error->error_desc);
        }
        self::assertSame($before, self::$platform->stats());
    }

    /** @return iterable<string, array{array<string, string>, string, string}> */
    public static function unusableFiles(): iterable
    {
        $with = static fn (string $key, string $password = ''): array =>
            ['selfCertPath' => 'client.pem', 'trustCAPath' => $key, 'selfCertPwd' => $password];
        yield 'no such certificate' => [['selfCertPath' => 'none.pem'], 'none.pem', 'no such file'];
        yield 'no such CA' => [['trustCAPath' => 'none.pem'], 'none.pem', 'no such file'];
        yield 'a directory' => [['trustCAPath' => '.'], '.', 'cannot be read'];
        yield 'no certificate in it' => [['selfCertPath' => 'empty.pem', 'trustCAPath' => 'client.key'], 'empty.pem', 'no PEM certificate'];
        yield 'no CA in it' => [['trustCAPath' => 'empty.pem'], 'empty.pem', 'no PEM certificate'];
        yield 'damaged certificate' => [
            ['selfCertPath' => 'damaged.pem', 'trustCAPath' => 'client.key'], 'damaged.pem', 'the certificate in it is damaged',
        ];
        yield 'damaged CA' => [['trustCAPath' => 'damaged.pem'], 'damaged.pem', 'not usable as a CA certificate'];
        yield 'damaged key' => [$with('damaged.key'), 'damaged.key', 'damaged or of an unsupported type'];
        yield 'expired certificate' => [
            ['selfCertPath' => 'expired-client.pem', 'trustCAPath' => 'expired-client.key'], 'expired-client.pem', 'expired on 2021-01-01',
        ];
        yield 'no key' => [['selfCertPath' => 'client.pem'], 'client.pem', 'no private key for this client certificate'];
        yield 'no key, only a CA' => [$with('ca.pem'), 'client.pem', 'no private key for this client certificate'];
        yield 'key of another certificate' => [$with('untrusted-client.key'), 'untrusted-client.key', 'certificate and key do not match'];
        yield 'no password' => [$with('client-encrypted.key'), 'client-encrypted.key', 'give its password'];
        yield 'wrong password' => [$with('client-encrypted.key', 'wrong'), 'client-encrypted.key', 'wrong password for'];
        yield 'key encrypted in an old way that is not known' => [$with('old.key', 'any'), 'old.key', 'openssl pkcs8 -topk8'];
        yield 'key encrypted in the old way, no password' => [$with('old.key'), 'old.key', 'give its password'];
        yield 'key encrypted in the old way, damaged' => [$with('broken-old.key', 'any'), 'broken-old.key', 'damaged or of an unsupported type'];
        $archive = static fn (string $name, string $password = Platform::KEY_PASSWORD): array =>
            ['selfCertPath' => $name, 'selfCertPwd' => $password];
        yield 'archive, wrong password' => [$archive('sealed.p12', 'wrong'), 'sealed.p12', 'wrong password for the PKCS#12 archive'];
        yield 'archive, no password' => [$archive('sealed.p12', ''), 'sealed.p12', 'the PKCS#12 archive is encrypted; give its password'];
        yield 'archive without a key' => [$archive('no-key.p12'), 'no-key.p12', 'no private key in the PKCS#12 archive'];
        yield 'archive without a certificate' => [$archive('no-cert.p12'), 'no-cert.p12', 'no certificate in the PKCS#12 archive'];
        yield 'damaged archive' => [$archive('torn.p12'), 'torn.p12', 'the PKCS#12 archive is damaged'];
    }

    /** Values of other types than string are used or refused, and never ignored. */
    public function testSslConfigTakesWhatIsConvertibleToAString(): void
    {
        $ca = self::$platform->cert('ca.pem');
        $stringable = new class ($ca) {
            public function __construct(private string $path)
            {
            }

            public function __toString(): string
            {
                return $this->path;
            }
        };
        foreach ([$ca, $stringable, new \SplFileInfo($ca)] as $value) {
            $tls = new SSLConfig();
            $tls->trustCAPath = $value;
            self::assertNull((new NorthApiClient())->initSSLConfig($tls));
        }
        self::$platform->archive('number.p12', '-in client.pem -inkey client.key', '12345');
        $tls->selfCertPath = new \SplFileInfo(self::$platform->cert('number.p12'));
        $tls->selfCertPwd = 12345;
        self::assertNull((new NorthApiClient())->initSSLConfig($tls));
        $tls->selfCertPwd = 12346;
        self::assertStringContainsString('wrong password', Watch::thrown(static fn () => (new NorthApiClient())->initSSLConfig($tls))->error_desc);
    }

    /** @dataProvider refusedValues */
    #[DataProvider('refusedValues')]
    public function testSslConfigRefusesOtherValues(string $name, mixed $value, string $expected): void
    {
        $tls = new SSLConfig();
        $tls->trustCAPath = self::$platform->cert('ca.pem');
        $tls->$name = $value;
        $error = Watch::thrown(static fn () => (new NorthApiClient())->initSSLConfig($tls));
        self::assertSame('1006', $error->error_code);
        self::assertStringContainsString($expected, $error->error_desc);
    }

    /** @return iterable<string, array{string, mixed, string}> */
    public static function refusedValues(): iterable
    {
        foreach (['selfCertPath', 'selfCertPwd', 'trustCAPath'] as $name) {
            foreach (['array' => ['a'], 'bool' => true, 'stdClass' => new \stdClass()] as $type => $value) {
                yield "$name, $type" => [$name, $value, "sslConfig: $name must be a string, $type given"];
            }
        }
        yield 'a path that is not UTF-8' => ['trustCAPath', "/\xff.pem", 'no such file'];
        yield 'a password that is not UTF-8' => ['selfCertPwd', "\xff", 'selfCertPwd must be UTF-8'];
    }

    public function testOpenBasedirIsObeyed(): void
    {
        $folder = dirname(self::$platform->cert('ca.pem'));
        $code = '$tls = new North_PHP_SDK\client\dto\SSLConfig(); $tls->trustCAPath = getenv("CA");'
            . 'try { (new North_PHP_SDK\client\NorthApiClient())->initSSLConfig($tls); echo "allowed"; }'
            . 'catch (North_PHP_SDK\client\NorthApiException $error) { echo $error->error_code, $error->error_desc; }';
        $run = static fn (array $ini): string => Php::start(
            [...Php::flags($ini), '-r', $code],
            ['CA' => self::$platform->cert('ca.pem')],
        )->output;
        self::assertSame('allowed', $run(['open_basedir' => $folder]));
        self::assertStringContainsString('open_basedir', $run(['open_basedir' => '/nowhere']));
        $ini = ['open_basedir' => $folder, 'northbound.ca_file' => '/etc/passwd'];
        self::assertStringStartsWith('1006/etc/passwd is not in a directory that open_basedir', $run($ini));
    }

    /** A key in place of a CA must not disable the verification of the platform's certificate. */
    public function testTrustCaPathAsAKeyLeavesVerificationOn(): void
    {
        $platform = self::platform('--server-cert', 'valid');
        $client = new NorthApiClient();
        $client->clientInfo = self::clientInfo($platform);
        $client->initSSLConfig(self::sslConfig($platform, ['selfCertPath' => 'client.pem', 'trustCAPath' => 'client.key']));
        $error = Watch::thrown(static fn () => (new Authentication($client))->getAuthToken());
        self::assertStringContainsString('not signed by a trusted CA', $error->error_desc);
    }

    public function testARenewedCertificateIsReadByInitSslConfig(): void
    {
        $platform = self::platform('--client-auth', 'required');
        $path = $platform->writeCert('renewed.pem', (string) file_get_contents($platform->cert('untrusted-client.pem')));
        $key = $platform->writeCert('renewed.key', (string) file_get_contents($platform->cert('untrusted-client.key')));
        ini_set('northbound.ca_file', $platform->cert('ca.pem'));
        $tls = self::sslConfig($platform, ['selfCertPath' => 'renewed.pem', 'trustCAPath' => 'renewed.key']);
        $client = new NorthApiClient();
        $client->clientInfo = self::clientInfo($platform);
        $client->initSSLConfig($tls);
        Watch::thrown(static fn () => (new Authentication($client))->getAuthToken(), TransportException::class);
        copy($platform->cert('client.pem'), $path);
        copy($platform->cert('client.key'), $key);
        $client->initSSLConfig($tls);
        self::assertSame('bearer', (new Authentication($client))->getAuthToken()->tokenType);
    }

    /** @group pcntl */
    #[Group('pcntl')]
    public function testAServerThatDoesNotSpeakTls(): void
    {
        $php = Php::run(<<<'PHP'
            $server = stream_socket_server('tcp://127.0.0.1:0');
            $name = stream_socket_get_name($server, false);
            if (pcntl_fork() === 0) {
                $peer = stream_socket_accept($server);
                fread($peer, 1000);
                fwrite($peer, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
                fclose($peer);
                exit;
            }
            ini_set('northbound.platform_ip', '127.0.0.1');
            ini_set('northbound.platform_port', explode(':', $name)[1]);
            ini_set('northbound.app_id', 'a');
            ini_set('northbound.secret', 'demo-secret');
            ini_set('northbound.tls_verify', 'insecure');
            try { queryUpgradeSubTask(null, 'a', 'demo-token'); } catch (Exception $e) { }
            pcntl_wait($status);
            echo json_encode([$e->error_code, $e->error_desc]);
            PHP);
        [$code, $text] = $php->json();
        self::assertSame('1011', $code);
        self::assertStringContainsString('does not speak TLS; check platformIp (northbound.platform_ip) and platformPort (northbound.platform_port)', $text);
    }

    private static function platform(string ...$options): Platform
    {
        return self::$platforms[implode(' ', $options)] ??= new Platform($options);
    }

    /** @param array<string, string> $members */
    private static function sslConfig(Platform $platform, array $members): SSLConfig
    {
        $tls = new SSLConfig();
        foreach ($members as $name => $value) {
            $tls->$name = $name === 'selfCertPwd' ? $value : $platform->cert($value);
        }
        return $tls;
    }
}
