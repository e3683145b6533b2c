//! The fake as tests hold it: started, filled, asked, told to fail.

use std::net::{TcpListener, TcpStream};
use std::sync::atomic::Ordering;
use std::sync::{Arc, MutexGuard};
use std::thread;
use std::time::Duration;

use crate::engine::{Engine, Stored};
use crate::faults::Faults;
use crate::record::Call;
use crate::server::{Shared, serve};

/// A running fake; dropping it stops it.
pub struct FakeStore {
    shared: Arc<Shared>,
    endpoint: String,
    address: std::net::SocketAddr,
}

impl FakeStore {
    /// Starts on a free port of 127.0.0.1.
    #[must_use]
    pub fn start() -> Self {
        Self::start_on(0)
    }

    /// Starts on a port of 127.0.0.1.
    #[must_use]
    pub fn start_on(port: u16) -> Self {
        Self::start_with(port, None)
    }

    /// The same in front of another engine, by its host and port: faults, quotas and counts are ours.
    #[must_use]
    pub fn start_with(port: u16, upstream: Option<String>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", port)).unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared { upstream, ..Shared::default() });
        let server = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming() {
                if server.stop.load(Ordering::Relaxed) {
                    return;
                }
                let shared = Arc::clone(&server);
                if let Ok(stream) = stream {
                    thread::spawn(move || serve(&shared, stream));
                }
            }
        });
        Self { shared, endpoint: format!("http://{address}"), address }
    }

    /// Its URL.
    #[must_use]
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// The faults, to be declared.
    pub fn faults(&self) -> MutexGuard<'_, Faults> {
        self.shared.faults.lock().unwrap()
    }

    /// All calls so far.
    #[must_use]
    pub fn calls(&self) -> Vec<Call> {
        self.shared.calls.lock().unwrap().clone()
    }

    /// How many calls of an operation came in.
    #[must_use]
    pub fn count(&self, op: &str) -> usize {
        self.calls().iter().filter(|call| call.op == op).count()
    }

    /// The most calls that were under way at once, as far as they were answered late.
    #[must_use]
    pub fn most_at_once(&self) -> usize {
        self.shared.most_at_once.load(Ordering::Relaxed)
    }

    /// Forgets the calls so far.
    pub fn clear_calls(&self) {
        self.shared.calls.lock().unwrap().clear();
    }

    /// Puts a parameter there, past all rules.
    pub fn put(&self, name: &str, ty: &str, value: &str) {
        self.put_as(name, ty, value, |_| {});
    }

    /// Puts a parameter there and lets it be changed.
    pub fn put_as(&self, name: &str, ty: &str, value: &str, change: impl FnOnce(&mut Stored)) {
        let mut stored = Stored {
            name: name.to_owned(),
            ty: ty.to_owned(),
            value: value.to_owned(),
            version: 1,
            key_id: (ty == "SecureString").then(|| "alias/aws/ssm".to_owned()),
            tags: std::collections::BTreeMap::new(),
            tier: "Standard".to_owned(),
            description: String::new(),
        };
        change(&mut stored);
        self.engine().put(stored);
    }

    /// A parameter.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Stored> {
        self.engine().get(name).cloned()
    }

    /// All names, sorted.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.engine().all().map(|stored| stored.name.clone()).collect();
        names.sort();
        names
    }

    /// Every secret whose plain text was ever returned.
    #[must_use]
    pub fn decrypted(&self) -> Vec<String> {
        self.engine().decrypted.iter().cloned().collect()
    }

    /// Makes a KMS key known.
    pub fn know_key(&self, key: &str) {
        self.engine().known_keys.insert(key.to_owned());
    }

    /// Refuses to create a name anew for this long after it was deleted, as AWS does for half a minute.
    pub fn remember_deletions(&self, memory: Duration) {
        self.engine().memory = memory;
    }

    /// Refuses changes of type, as AWS's documents say that it does.
    pub fn refuse_type_change(&self) {
        self.engine().refuse_type_change = true;
    }

    fn engine(&self) -> MutexGuard<'_, Engine> {
        self.shared.engine.lock().unwrap()
    }
}

impl Drop for FakeStore {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::Relaxed);
        // Wakes the listener, which then sees that it is to stop.
        let _ = TcpStream::connect(self.address);
    }
}
