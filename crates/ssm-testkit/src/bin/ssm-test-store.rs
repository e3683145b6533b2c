//! A Parameter Store for demonstrations and benchmarks: prints its URL, then serves until standard input ends.
//!
//! `ssm-test-store [PORT [HOST:PORT]]`: the second address is another engine that answers, behind our faults and counts.

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a program for tests and demonstrations")]

use std::io::Read as _;

use ssm_testkit::FakeStore;

fn main() {
    let port = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(0);
    let store = FakeStore::start_with(port, std::env::args().nth(2));
    store.know_key("alias/myapp/ssm");
    println!("{}", store.endpoint());
    let _ = std::io::stdin().read_to_end(&mut Vec::new());
}
