//! The structures that an application configures its client with.

dto! {
    /// Where the platform is, and who is calling.
    ///
    /// Vendor page: iot_06_2203.
    ClientInfo = "ClientInfo" {
        /// IP address or host name of the platform.
        platform_ip: String = "platformIp",
        /// Port of the platform's northbound interface, usually 8743.
        platform_port: String = "platformPort",
        /// Identifies the application.
        app_id: String = "appId",
        /// The application's password.
        secret: String = "secret" (secret),
    }

    /// The certificates of a client.
    ///
    /// Vendor page: iot_06_2206.
    SslConfig = "SSLConfig" {
        /// PEM or PKCS#12 file with the client's certificate, and with its
        /// private key unless `trustCAPath` names that.
        self_cert_path: String = "selfCertPath",
        /// Password of the private key or the PKCS#12 file, if encrypted.
        self_cert_pwd: String = "selfCertPwd" (secret),
        /// PEM file with the certificates of the CAs to trust or, as the
        /// original SDK used it, the client's private key, which may be in
        /// PKCS#12, too. The file's content decides.
        trust_ca_path: String = "trustCAPath",
        /// Not used: a CA certificate has no password.
        trust_ca_pwd: String = "trustCAPwd" (secret),
    } [string form: "selfCertPath", "trustCAPath"]
}
