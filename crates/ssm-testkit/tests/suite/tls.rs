//! TLS: whose certificates are trusted.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};

use ssm_testkit::{Run, Sandbox};

/// Makes a certificate of its own authority, then answers every request as a PutParameter that worked.
const SERVER: &str = r#"
import datetime, http.server, ipaddress, ssl, sys, threading
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
def name(text): return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])
def certificate(subject, issuer, key, signer, ca):
    now = datetime.datetime.now(datetime.timezone.utc)
    b = x509.CertificateBuilder().subject_name(name(subject)).issuer_name(name(issuer)).public_key(key.public_key())
    b = b.serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=1))
    b = b.add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    if not ca: b = b.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address('127.0.0.1'))]), critical=False)
    return b.sign(signer, hashes.SHA256())
def pem(cert): return cert.public_bytes(serialization.Encoding.PEM)
root, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
open('ca.pem', 'wb').write(pem(certificate('test ca', 'test ca', root, root, True)))
open('server.pem', 'wb').write(pem(certificate('server', 'test ca', key, root, False)) + key.private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
class Answer(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    def do_POST(self):
        self.rfile.read(int(self.headers['content-length']))
        body = b'{"Version": 1, "Tier": "Standard"}'
        self.send_response(200); self.send_header('content-length', str(len(body))); self.end_headers(); self.wfile.write(body)
    def log_message(self, *args): pass
server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Answer)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER); context.load_cert_chain('server.pem')
server.socket = context.wrap_socket(server.socket, server_side=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_port, flush=True)
sys.stdin.read()
"#;

/// A server that ends with its standard input.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn start(sandbox: &mut Sandbox) -> Server {
    let mut command = sandbox.command(&ssm_testkit::python());
    let mut server = command.args(["-c", SERVER]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut port = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut port).unwrap();
    sandbox.set("AWS_ENDPOINT_URL_SSM", &format!("https://127.0.0.1:{}", port.trim())).set("AWS_MAX_ATTEMPTS", "1");
    Server(server)
}

fn put(sandbox: &Sandbox) -> Run {
    sandbox.run("ssm-put-param", &["--apply", "--name", "/mow/x", "--value", "some-value"])
}

#[test]
fn a_private_authority_is_trusted_by_bundle_or_file_only() {
    let mut sandbox = Sandbox::new();
    let _server = start(&mut sandbox);
    put(&sandbox).code(1).says("name the right bundle with AWS_CA_BUNDLE");
    sandbox.set("AWS_CA_BUNDLE", "ca.pem");
    put(&sandbox).success().prints("created");
    // The bundle is enough where the system has no certificates at all.
    sandbox.set("SSL_CERT_FILE", "/nonexistent").set("SSL_CERT_DIR", "/nonexistent");
    put(&sandbox).success().prints("created");
    sandbox.unset("AWS_CA_BUNDLE").unset("SSL_CERT_DIR").set("SSL_CERT_FILE", "ca.pem");
    put(&sandbox).success().prints("created");
}
