//! moto, an engine that no one here wrote, as a server on a free port.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

/// A running moto server; dropping it ends it.
pub(crate) struct Moto {
    server: Child,
    pub(crate) endpoint: String,
}

impl Moto {
    pub(crate) fn start() -> Self {
        let script = "import sys\nfrom moto.moto_server.threaded_moto_server import ThreadedMotoServer\n\
                      s = ThreadedMotoServer(ip_address='127.0.0.1', port=0, verbose=False)\ns.start()\n\
                      print(s.get_host_and_port()[1], flush=True)\nsys.stdin.read()\n";
        let mut command = Command::new(ssm_testkit::python());
        command.args(["-c", script]).env("AWS_ACCESS_KEY_ID", "x").env("AWS_SECRET_ACCESS_KEY", "x");
        // The server ends when its standard input does, also if this test is killed.
        let mut server = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut port = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut port).unwrap();
        Self { server, endpoint: format!("http://127.0.0.1:{}", port.trim()) }
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
