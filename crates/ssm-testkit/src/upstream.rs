//! Another engine behind the store: calls that no fault meets are handed on to it.

use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use serde_json::Value as Json;

use crate::engine::Fail;
use crate::http::Request;

/// Hands a call on to the engine at `address` (host and port), and gives its answer.
pub(crate) fn forward(address: &str, request: &Request) -> Result<Json, Fail> {
    let (status, body) = exchange(address, request).unwrap_or_else(|error| (502, error.to_string().into_bytes()));
    let json: Json = serde_json::from_slice(&body).unwrap_or(Json::Null);
    if status == 200 {
        return Ok(json);
    }
    let text = |member: &str| json[member].as_str().map(str::to_owned);
    let code = text("__type").unwrap_or_else(|| "InternalServerError".to_owned());
    let message = text("message").or_else(|| text("Message")).unwrap_or_default();
    Err(Fail { status, code, message })
}

fn exchange(address: &str, request: &Request) -> std::io::Result<(u16, Vec<u8>)> {
    let mut stream = TcpStream::connect(address)?;
    let mut head = format!("POST / HTTP/1.0\r\nhost: {address}\r\ncontent-length: {}\r\n", request.body.len());
    for name in ["content-type", "x-amz-target", "x-amz-date", "authorization"] {
        if let Some(value) = request.header(name) {
            let _ = write!(head, "{name}: {value}\r\n");
        }
    }
    stream.write_all(format!("{head}\r\n").as_bytes())?;
    stream.write_all(&request.body)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n").unwrap_or(answer.len());
    let status = String::from_utf8_lossy(&answer[..end]).split(' ').nth(1).and_then(|code| code.parse().ok());
    Ok((status.unwrap_or(502), answer.split_off((end + 4).min(answer.len()))))
}
