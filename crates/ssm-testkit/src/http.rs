//! As much of an HTTP/1.1 server as an AWS client needs.

use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

/// One request.
pub(crate) struct Request {
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// Reads the next request of a connection; `None` when the client is done.
pub(crate) fn read(stream: &mut BufReader<TcpStream>) -> Option<Request> {
    let mut line = String::new();
    if stream.read_line(&mut line).ok()? == 0 {
        return None;
    }
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).ok()?;
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':')?;
        headers.push((name.to_owned(), value.trim().to_owned()));
    }
    let mut request = Request { headers, body: Vec::new() };
    if request.header("expect").is_some() {
        stream.get_mut().write_all(b"HTTP/1.1 100 Continue\r\n\r\n").ok()?;
    }
    let length = request.header("content-length").and_then(|text| text.parse().ok()).unwrap_or(0);
    request.body.resize(length, 0);
    stream.read_exact(&mut request.body).ok()?;
    Some(request)
}

fn head(status: u16, length: usize) -> String {
    format!(
        "HTTP/1.1 {status} X\r\ncontent-type: application/x-amz-json-1.1\r\ncontent-length: {length}\r\nx-amzn-requestid: 0\r\n\r\n"
    )
}

/// Sends an answer.
pub(crate) fn answer(stream: &mut TcpStream, status: u16, body: &[u8]) -> std::io::Result<()> {
    let mut bytes = head(status, body.len()).into_bytes();
    bytes.extend_from_slice(body);
    stream.write_all(&bytes)
}

/// Sends half an answer, and closes.
pub(crate) fn cut(stream: &mut TcpStream, status: u16, body: &[u8]) {
    let mut bytes = head(status, body.len()).into_bytes();
    bytes.extend_from_slice(&body[..body.len() / 2]);
    let _ = stream.write_all(&bytes);
}

/// Sends an answer byte by byte.
pub(crate) fn drip(stream: &mut TcpStream, status: u16, body: &[u8], pause: Duration) -> std::io::Result<()> {
    stream.write_all(head(status, body.len()).as_bytes())?;
    for byte in body {
        stream.write_all(&[*byte])?;
        std::thread::sleep(pause);
    }
    Ok(())
}

/// Closes a connection; by a reset, which drops what is under way, or in order.
pub(crate) fn close(stream: &TcpStream, reset: bool) {
    if reset {
        let _ = socket2::SockRef::from(stream).set_linger(Some(Duration::ZERO));
    }
}
