//! The HTTP client under the SDK: certificates are read only when a connection needs them.
//!
//! The SDK's own client parses the system's certificates when it is made, which is most of what an SDK
//! program's start costs (measured: 4 to 13 ms for 144 of them), even if all it talks to is `http://`.
//! It does not know `AWS_CA_BUNDLE` either (aws-sdk-rust issue 1362).

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};
use aws_smithy_http_client::{Builder, ConnectorBuilder};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;

/// Makes the client; `ca_bundle` is the value of `AWS_CA_BUNDLE`, whose certificates are trusted besides
/// those of the system. Nothing is read yet.
pub(super) fn client(ca_bundle: Option<PathBuf>) -> SharedHttpClient {
    let clear = with_trust(TrustStore::empty());
    SharedHttpClient::new(LazyClient(Arc::new(Clients { clear, secure: OnceLock::new(), ca_bundle })))
}

#[derive(Debug, Clone)]
struct LazyClient(Arc<Clients>);

#[derive(Debug)]
struct Clients {
    clear: SharedHttpClient,
    secure: OnceLock<Result<SharedHttpClient, String>>,
    ca_bundle: Option<PathBuf>,
}

impl HttpClient for LazyClient {
    fn http_connector(&self, settings: &HttpConnectorSettings, parts: &RuntimeComponents) -> SharedHttpConnector {
        let connector = LazyConnector { clients: self.0.clone(), settings: settings.clone(), parts: parts.clone() };
        SharedHttpConnector::new(connector)
    }
}

#[derive(Debug)]
struct LazyConnector {
    clients: Arc<Clients>,
    settings: HttpConnectorSettings,
    parts: RuntimeComponents,
}

impl HttpConnector for LazyConnector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let clients = &self.clients;
        let client = if request.uri().starts_with("http://") {
            &clients.clear
        } else {
            match clients.secure.get_or_init(|| secure(clients.ca_bundle.as_ref())) {
                Ok(client) => client,
                Err(why) => return HttpConnectorFuture::ready(Err(ConnectorError::user(why.clone().into()))),
            }
        };
        client.http_connector(&self.settings, &self.parts).call(request)
    }
}

/// The client for `https://`, with the system's certificates and those of the bundle. A bundle that
/// cannot be parsed would make the SDK panic, and so would a system without certificates in a debug build.
fn secure(ca_bundle: Option<&PathBuf>) -> Result<SharedHttpClient, String> {
    let has_native = !rustls_native_certs::load_native_certs().certs.is_empty();
    let mut trust = TrustStore::empty().with_native_roots(has_native);
    match ca_bundle {
        Some(path) => trust.add_pem_certificate(read_bundle(path)?),
        None if has_native => &mut trust,
        None => {
            return Err("this system has no certificates to trust (install ca-certificates, or name a file of them \
                        with AWS_CA_BUNDLE or SSL_CERT_FILE)"
                .to_owned());
        }
    };
    Ok(with_trust(trust))
}

/// Reads a bundle and proves that each certificate in it can be used.
fn read_bundle(path: &PathBuf) -> Result<Vec<u8>, String> {
    let shown = path.display();
    #[expect(clippy::disallowed_methods, reason = "certificates belong to the connection, not to the user's files")]
    let pem = std::fs::read(path).map_err(|e| format!("AWS_CA_BUNDLE names {shown}, which cannot be read: {e}"))?;
    let mut roots = rustls::RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(&pem) {
        let usable = certificate.ok().and_then(|certificate| roots.add(certificate).ok());
        usable.ok_or_else(|| {
            format!("AWS_CA_BUNDLE names {shown}, which holds something else than certificates (PEM)")
        })?;
    }
    if roots.is_empty() {
        return Err(format!("AWS_CA_BUNDLE names {shown}, which holds no certificate (PEM)"));
    }
    Ok(pem)
}

/// As the SDK's default client, with a trust store of our own (aws-smithy-runtime, `client/http.rs`).
fn with_trust(trust: TrustStore) -> SharedHttpClient {
    Builder::new().build_with_connector_fn(move |settings, parts| {
        let mut builder = ConnectorBuilder::default().tls_provider(Provider::Rustls(CryptoMode::AwsLc));
        if let Ok(context) = TlsContext::builder().with_trust_store(trust.clone()).build() {
            builder = builder.tls_context(context);
        }
        builder.set_connector_settings(settings.cloned());
        if let Some(parts) = parts {
            builder.set_sleep_impl(parts.sleep_impl());
        }
        builder.set_proxy_config(Some(ProxyConfig::from_env()));
        builder.build()
    })
}
