//! DTOs that configure a client in PHP. Rust uses
//! [`ClientConfig`](crate::ClientConfig) and [`TlsSettings`](crate::TlsSettings).

dto! {
    /// Address of the platform and credentials of the application.
    ///
    /// Vendor page: iot_06_2203.
    ClientInfo = "ClientInfo" {
        /// IP address or host name of the platform.
        platform_ip: String = "platformIp",
        /// Port of the platform's northbound interface, usually 8743.
        platform_port: String = "platformPort",
        /// Identifies the application.
        app_id: String = "appId",
        /// Password of the application.
        secret: String = "secret" (secret),
    }

    /// Certificates of a client.
    ///
    /// Vendor page: iot_06_2206.
    SslConfig = "SSLConfig" {
        /// Path of a PEM or PKCS#12 file with the client's certificate, and
        /// with its private key unless `trustCAPath` names the key.
        self_cert_path: String = "selfCertPath",
        /// Password of the private key or the PKCS#12 file, if it is encrypted.
        self_cert_pwd: String = "selfCertPwd" (secret),
        /// Path of a PEM file with the certificates of the CAs to trust or, as
        /// the original SDK used it, of a PEM or PKCS#12 file with the client's
        /// private key. The content of the file decides.
        trust_ca_path: String = "trustCAPath",
        /// Unused: a CA certificate has no password.
        trust_ca_pwd: String = "trustCAPwd" (secret),
    } [string form: "selfCertPath", "trustCAPath"]
}
